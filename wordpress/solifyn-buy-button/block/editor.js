/** The block as its author sees it: fields at the side, and a picture of the button. The page itself is made by PHP. */
(function (blocks, blockEditor, components, element, i18n) {
  var el = element.createElement;
  var __ = i18n.__;
  var domain = 'solifyn-buy-button';

  var fields = [
    ['productId', __('Product id', domain), __('Like prod_…, from your Solifyn dashboard.', domain)],
    ['collectionId', __('Or collection id', domain), __('Like col_…, for a bundle.', domain)],
    ['link', __('Checkout link', domain), __('For visitors whose browser runs no script, and for feeds.', domain)],
    ['quantity', __('Quantity', domain), ''],
    ['discountCode', __('Discount code', domain), ''],
    ['successUrl', __('Page to go to after an embedded checkout', domain), ''],
  ];

  var modes = [
    { value: '', label: __('On this tab', domain) },
    { value: 'new-tab', label: __('In a new tab', domain) },
    { value: 'modal', label: __('In a dialog over the page', domain) },
    { value: 'inline', label: __('In the page, below the button', domain) },
  ];

  function Edit(props) {
    var attributes = props.attributes;
    function set(name) {
      return function (value) {
        var change = {};
        change[name] = value;
        props.setAttributes(change);
      };
    }
    var isReady = attributes.productId || attributes.collectionId;
    return el(
      'div',
      blockEditor.useBlockProps(),
      el(
        blockEditor.InspectorControls,
        null,
        el(
          components.PanelBody,
          { title: __('Checkout', domain) },
          fields.map(function (field) {
            return el(components.TextControl, {
              key: field[0],
              label: field[1],
              help: field[2],
              value: attributes[field[0]],
              onChange: set(field[0]),
            });
          }),
          el(components.SelectControl, {
            label: __('Opens', domain),
            value: attributes.mode,
            options: modes,
            onChange: set('mode'),
          }),
        ),
      ),
      el(
        'span',
        { className: 'wp-block-button__link wp-element-button' },
        el(blockEditor.RichText, {
          tagName: 'span',
          value: attributes.label,
          onChange: set('label'),
          allowedFormats: ['core/bold', 'core/italic'],
          placeholder: __('Buy now', domain),
          'aria-label': __('Text of the button', domain),
        }),
      ),
      isReady ? null : el('p', null, __('Enter the product’s id at the side.', domain)),
    );
  }

  blocks.registerBlockType('solifyn/buy-button', {
    edit: Edit,
    save: function () {
      return null;
    },
  });
})(window.wp.blocks, window.wp.blockEditor, window.wp.components, window.wp.element, window.wp.i18n);
