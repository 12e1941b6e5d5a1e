/** The elements of a page that the id attributes below make a buy button. */
export const TRIGGER_ELEMENT = ':is(a,button,input:is([type=submit],[type=button],[type=image]))';

export const TRIGGER_ATTRIBUTE = ':is([data-solifyn-product-id],[data-solifyn-collection-id])';
