/** What our code may import from `lit`. */
export const LIT = ['LitElement', 'adoptStyles', 'css', 'html', 'nothing', 'render'];

/** Methods that Lit would call, or that would change how it does, were they not left out. */
export const LIFECYCLE = [
  'createRenderRoot',
  'firstUpdated',
  'getUpdateComplete',
  'performUpdate',
  'scheduleUpdate',
  'shouldUpdate',
  'update',
  'updated',
  'willUpdate',
];

/** Words that in `static properties` would ask for something that is left out. */
export const DECLARATION = [
  'Array',
  'Number',
  'converter',
  'hasChanged',
  'noAccessor',
  'state',
  'useDefault',
];

/** Elements whose templates or contents need more of a parser. */
export const MARKUP = /<(?:!--|(?:script|style|textarea|title|svg|math)\b)/i;

/** A binding in a tag, with \0 for its value: a whole attribute, in small letters, text or boolean or event. */
export const BINDING = /\s[?@]?[a-z-]+=(?:"\0"|\0(?=[\s>]))/g;

/** @typedef {{ find: string, replace: string, why: string }} Row - source text, found once; what stands there instead */

/** @type {Row[]} */
const LIT_HTML = [
  {
    why: 'No value ever becomes markup, so nobody need guess the marker.',
    find: 'o=`lit$${Math.random().toFixed(9).slice(2)}$`,n="?"+o,',
    replace: 'o="lit$",n="?"+o,',
  },
  {
    why: 'A value is a whole attribute or a child: whether a tag is open tells which. None in comments, raw text, tag names, parts of attributes. No SVG, no MathML.',
    find: String.raw`N=(t,i)=>{const s=t.length-1,e=[];let n,l=2===i?"<svg>":3===i?"<math>":"",c=v;for(let i=0;i<s;i++){const s=t[i];let a,u,d=-1,f=0;for(;f<s.length&&(c.lastIndex=f,u=c.exec(s),null!==u);)f=c.lastIndex,c===v?"!--"===u[1]?c=_:void 0!==u[1]?c=m:void 0!==u[2]?(y.test(u[2])&&(n=RegExp("</"+u[2],"g")),c=p):void 0!==u[3]&&(c=p):c===p?">"===u[0]?(c=n??v,d=-1):void 0===u[1]?d=-2:(d=c.lastIndex-u[2].length,a=u[1],c=void 0===u[3]?p:'"'===u[3]?$:g):c===$||c===g?c=p:c===_||c===m?c=v:(c=p,n=void 0);const x=c===p&&t[i+1].startsWith("/>")?" ":"";l+=c===v?s+r:d>=0?(e.push(a),s.slice(0,d)+h+s.slice(d)+o+x):s+o+(-2===d?i:x)}return[V(t,l+(t[s]||"<?>")+(2===i?"</svg>":3===i?"</math>":"")),e]};`,
    // A loop, as Lit has it: Prototype.js 1.6 gives arrays a `reduce` of its own.
    replace:
      'N=t=>{let s=t[0];for(let i=1;i<t.length;i++)s+=(/<[^>]*$/.test(s)?o:r)+(t[i]||"<?>");return V(t,s)};',
  },
  {
    why: 'So an attribute with a value is one that is the marker, and the browser tells its name. No `.property` bindings, no values in raw text.',
    find: String.raw`class S{constructor({strings:t,_$litType$:i},e){let r;this.parts=[];let l=0,a=0;const u=t.length-1,d=this.parts,[f,v]=N(t,i);if(this.el=S.createElement(f,e),P.currentNode=this.el.content,2===i||3===i){const t=this.el.content.firstChild;t.replaceWith(...t.childNodes)}for(;null!==(r=P.nextNode())&&d.length<u;){if(1===r.nodeType){if(r.hasAttributes())for(const t of r.getAttributeNames())if(t.endsWith(h)){const i=v[a++],s=r.getAttribute(t).split(o),e=/([.?@])?(.*)/.exec(i);d.push({type:1,index:l,name:e[2],strings:s,ctor:"."===e[1]?I:"?"===e[1]?L:"@"===e[1]?z:H}),r.removeAttribute(t)}else t.startsWith(o)&&(d.push({type:6,index:l}),r.removeAttribute(t));if(y.test(r.tagName)){const t=r.textContent.split(o),i=t.length-1;if(i>0){r.textContent=s?s.emptyScript:"";for(let s=0;s<i;s++)r.append(t[s],c()),P.nextNode(),d.push({type:2,index:++l});r.append(t[i],c())}}}else if(8===r.nodeType)if(r.data===n)d.push({type:2,index:l});else{let t=-1;for(;-1!==(t=r.data.indexOf(o,t+1));)d.push({type:7,index:l}),t+=o.length-1}l++}}`,
    replace: String.raw`class S{constructor({strings:t}){let i,s=0;this.parts=[];this.el=S.createElement(N(t));P.currentNode=this.el.content;for(;i=P.nextNode();s++)if(8===i.nodeType)i.data===n&&this.parts.push({index:s,ctor:k});else for(const t of i.getAttributeNames())if(i.getAttribute(t)===o){const[,e,h]=/([?@]?)(.*)/.exec(t);this.parts.push({index:s,name:h,ctor:"?"===e?L:"@"===e?z:H}),i.removeAttribute(t)}}`,
  },
  {
    why: 'No directives, so no part is asked for its parent or whether it is connected; no parts of the element itself; one document.',
    find: String.raw`class R{constructor(t,i){this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=i}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t){const{el:{content:i},parts:s}=this._$AD,e=(t?.creationScope??l).importNode(i,!0);P.currentNode=e;let h=P.nextNode(),o=0,n=0,r=s[0];for(;void 0!==r;){if(o===r.index){let i;2===r.type?i=new k(h,h.nextSibling,this,t):1===r.type?i=new r.ctor(h,r.name,r.strings,this,t):6===r.type&&(i=new Z(h,this,t)),this._$AV.push(i),r=s[++n]}o!==r?.index&&(h=P.nextNode(),o++)}return P.currentNode=l,e}p(t){let i=0;for(const s of this._$AV)void 0!==s&&(void 0!==s.strings?(s._$AI(t,s,i),i+=s.strings.length-2):s._$AI(t[i])),i++}}`,
    replace: String.raw`class R{constructor(t){this._$AV=[],this._$AD=t}u(t){const{el:{content:i},parts:s}=this._$AD,e=l.importNode(i,!0);P.currentNode=e;let h=P.nextNode(),o=0;for(const i of s){for(;o<i.index;o++)h=P.nextNode();this._$AV.push(new i.ctor(h,i.name,t))}return P.currentNode=l,e}p(t){this._$AV.forEach((i,s)=>i._$AI(t[s]))}}`,
  },
  {
    why: 'As above for the part of a child, which is a text or a template: no noChange, no nodes. It ends at the node after its marker, as always.',
    find: String.raw`get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(t,i,s,e){this.type=2,this._$AH=A,this._$AN=void 0,this._$AA=t,this._$AB=i,this._$AM=s,this.options=e,this._$Cv=e?.isConnected??!0}get parentNode(){let t=this._$AA.parentNode;const i=this._$AM;return void 0!==i&&11===t?.nodeType&&(t=i.parentNode),t}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(t,i=this){t=M(this,t,i),a(t)?t===A||null==t||""===t?(this._$AH!==A&&this._$AR(),this._$AH=A):t!==this._$AH&&t!==E&&this._(t):void 0!==t._$litType$?this.$(t):void 0!==t.nodeType?this.T(t):d(t)?this.k(t):this._(t)}`,
    replace: String.raw`constructor(t,i,s){this._$AH=A,this._$AA=t,this._$AB=t.nextSibling,this.options=s}_$AI(t){t?._$litType$?this.$(t):t===A||null==t||""===t?(this._$AH!==A&&this._$AR(),this._$AH=A):t!==this._$AH&&this._(t)}`,
  },
  {
    why: 'A text that has changed is a new node, whatever a translator of the page has made of the old one.',
    find: '_(t){this._$AH!==A&&a(this._$AH)?this._$AA.nextSibling.data=t:this.T(l.createTextNode(t)),this._$AH=t}',
    replace: '_(t){this.T(l.createTextNode(t)),this._$AH=t}',
  },
  {
    why: 'No lists, and no directives to disconnect.',
    find: String.raw`k(t){u(this._$AH)||(this._$AH=[],this._$AR());const i=this._$AH;let s,e=0;for(const h of t)e===i.length?i.push(s=new k(this.O(c()),this.O(c()),this,this.options)):s=i[e],s._$AI(h),e++;e<i.length&&(this._$AR(s&&s._$AB.nextSibling,e),i.length=e)}_$AR(t=this._$AA.nextSibling,s){for(this._$AP?.(!1,!0,s);t!==this._$AB;){const s=i(t).nextSibling;i(t).remove(),t=s}}setConnected(t){void 0===this._$AM&&(this._$Cv=t,this._$AP?.(t))}}`,
    replace: String.raw`_$AR(){for(let t;(t=this._$AA.nextSibling)!==this._$AB;)t.remove()}}`,
  },
  {
    why: 'The part of an attribute has one value, and no directive.',
    find: String.raw`class H{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(t,i,s,e,h){this.type=1,this._$AH=A,this._$AN=void 0,this.element=t,this.name=i,this._$AM=e,this.options=h,s.length>2||""!==s[0]||""!==s[1]?(this._$AH=Array(s.length-1).fill(new String),this.strings=s):this._$AH=A}_$AI(t,i=this,s,e){const h=this.strings;let o=!1;if(void 0===h)t=M(this,t,i,0),o=!a(t)||t!==this._$AH&&t!==E,o&&(this._$AH=t);else{const e=t;let n,r;for(t=h[0],n=0;n<h.length-1;n++)r=M(this,e[s+n],i,n),r===E&&(r=this._$AH[n]),o||=!a(r)||r!==this._$AH[n],r===A?t=A:t!==A&&(t+=(r??"")+h[n+1]),this._$AH[n]=r}o&&!e&&this.j(t)}`,
    replace: String.raw`class H{constructor(t,i,s){this._$AH=A,this.element=t,this.name=i,this.options=s}_$AI(t){t!==this._$AH&&this.j(this._$AH=t)}`,
  },
  {
    why: 'No compiled templates.',
    find: '$(t){const{values:i,_$litType$:s}=t,e="number"==typeof s?this._$AC(t):(void 0===s.el&&(s.el=S.createElement(V(s.h,s.h[0]),this.options)),s);',
    replace: '$(t){const i=t.values,e=this._$AC(t);',
  },
  {
    why: 'What is on or off is never `nothing`. Nobody asks a part for its type.',
    find: 'class L extends H{constructor(){super(...arguments),this.type=4}j(t){this.element.toggleAttribute(this.name,!!t&&t!==A)}}',
    replace: 'class L extends H{j(t){this.element.toggleAttribute(this.name,!!t)}}',
  },
  {
    why: 'A listener is a function, never nothing, and brings no options: adding it again does nothing.',
    find: String.raw`constructor(t,i,s,e,h){super(t,i,s,e,h),this.type=5}_$AI(t,i=this){if((t=M(this,t,i,0)??A)===E)return;const s=this._$AH,e=t===A&&s!==A||t.capture!==s.capture||t.once!==s.once||t.passive!==s.passive,h=t!==A&&(s===A||e);e&&this.element.removeEventListener(this.name,this,s),h&&this.element.addEventListener(this.name,this,t),this._$AH=t}handleEvent(t){"function"==typeof this._$AH?this._$AH.call(this.options?.host??this.element,t):this._$AH.handleEvent(t)}`,
    replace: String.raw`j(){this.element.addEventListener(this.name,this)}handleEvent(t){this._$AH.call(this.options.host,t)}`,
  },
  {
    why: "No polyfills; the list of versions serves the warning of Lit's development build.",
    find: 'const j={M:h,P:o,A:n,C:1,L:N,R,D:d,V:M,I:k,H,N:L,U:z,B:I,F:Z},B=t.litHtmlPolyfillSupport;B?.(S,k),(t.litHtmlVersions??=[]).push("3.3.3");',
    replace: 'const j=0;',
  },
  {
    why: 'Nothing is rendered before something else, and the part of a child has a shorter constructor (above).',
    find: 'const D=(t,i,s)=>{const e=s?.renderBefore??i;let h=e._$litPart$;if(void 0===h){const t=s?.renderBefore??null;e._$litPart$=h=new k(i.insertBefore(c(),t),t,void 0,s??{})}return h._$AI(t),h};',
    replace: 'const D=(t,i,s={})=>{(i._$litPart$??=new k(i.appendChild(c()),"",s))._$AI(t)};',
  },
];

const CSS_TAG = [
  {
    why: 'Constructable style sheets are there wherever ElementInternals are (Safari 16.4). No values in css literals.',
    find: String.raw`e=t.ShadowRoot&&(void 0===t.ShadyCSS||t.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,s=Symbol(),o=new WeakMap;class n{constructor(t,e,o){if(this._$cssResult$=!0,o!==s)throw Error("CSSResult is not constructable. Use ${'`unsafeCSS` or `css`'} instead.");this.cssText=t,this.t=e}get styleSheet(){let t=this.o;const s=this.t;if(e&&void 0===t){const e=void 0!==s&&1===s.length;e&&(t=o.get(s)),void 0===t&&((this.o=t=new CSSStyleSheet).replaceSync(this.cssText),e&&o.set(s,t))}return t}toString(){return this.cssText}}const r=t=>new n("string"==typeof t?t:t+"",void 0,s),i=(t,...e)=>{const o=1===t.length?t[0]:e.reduce((e,s,o)=>e+(t=>{if(!0===t._$cssResult$)return t.cssText;if("number"==typeof t)return t;throw Error("Value passed to 'css' function must be a 'css' function result: "+t+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(s)+t[o+1],t[0]);return new n(o,t,s)},S=(s,o)=>{if(e)s.adoptedStyleSheets=o.map(t=>t instanceof CSSStyleSheet?t:t.styleSheet);else for(const e of o){const o=document.createElement("style"),n=t.litNonce;void 0!==n&&o.setAttribute("nonce",n),o.textContent=e.cssText,s.appendChild(o)}},c=e?t=>t:t=>t instanceof CSSStyleSheet?(t=>{let e="";for(const s of t.cssRules)e+=s.cssText;return r(e)})(t):t;`,
    replace: String.raw`e=new WeakMap,n=0,r=0,i=t=>t[0],S=(t,s)=>{e.has(s)||e.set(s,new CSSStyleSheet).get(s).replaceSync(s.join("")),t.adoptedStyleSheets=[e.get(s)]},c=t=>t;`,
  },
];

const REACTIVE_ELEMENT = [
  {
    why: 'Types of attributes are Boolean and Object, and `disabled` alone is reflected. No polyfill hook.',
    find: String.raw`c=a.trustedTypes,l=c?c.emptyScript:"",p=a.reactiveElementPolyfillSupport,d=(t,s)=>t,u={toAttribute(t,s){switch(s){case Boolean:t=t?l:null;break;case Object:case Array:t=null==t?t:JSON.stringify(t)}return t},fromAttribute(t,s){let i=t;switch(s){case Boolean:i=null!==t;break;case Number:i=null===t?null:Number(t);break;case Object:case Array:try{i=JSON.parse(t)}catch(t){i=null}}return i}},f=(t,s)=>!i(t,s),b={attribute:!0,type:String,converter:u,reflect:!1,useDefault:!1,hasChanged:f};Symbol.metadata??=Symbol("metadata"),a.litPropertyMetadata??=new WeakMap;`,
    replace: String.raw`d=t=>t,u={fromAttribute(t,s){if(s===Boolean)return null!==t;if(s===Object)try{return JSON.parse(t)}catch(t){return null}return t}},f=0;`,
  },
  {
    why: 'No decorators.',
    find: 'static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}',
    replace: '',
  },
  {
    why: 'Properties are declared in `static properties`, each with a plain accessor; a subclass inherits them all.',
    find: String.raw`static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(t,s=b){if(s.state&&(s.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(t)&&((s=Object.create(s)).wrapped=!0),this.elementProperties.set(t,s),!s.noAccessor){const i=Symbol(),h=this.getPropertyDescriptor(t,i,s);void 0!==h&&e(this.prototype,t,h)}}static getPropertyDescriptor(t,s,i){const{get:e,set:r}=h(this.prototype,t)??{get(){return this[s]},set(t){this[s]=t}};return{get:e,set(s){const h=e?.call(this);r?.call(this,s),this.requestUpdate(t,h,i)},configurable:!0,enumerable:!0}}static getPropertyOptions(t){return this.elementProperties.get(t)??b}static _$Ei(){if(this.hasOwnProperty(d("elementProperties")))return;const t=n(this);t.finalize(),void 0!==t.l&&(this.l=[...t.l]),this.elementProperties=new Map(t.elementProperties)}static finalize(){if(this.hasOwnProperty(d("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(d("properties"))){const t=this.properties,s=[...r(t),...o(t)];for(const i of s)this.createProperty(i,t[i])}const t=this[Symbol.metadata];if(null!==t){const s=litPropertyMetadata.get(t);if(void 0!==s)for(const[t,i]of s)this.elementProperties.set(t,i)}this._$Eh=new Map;for(const[t,s]of this.elementProperties){const i=this._$Eu(t,s);void 0!==i&&this._$Eh.set(i,t)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(s){const i=[];if(Array.isArray(s)){const e=new Set(s.flat(1/0).reverse());for(const s of e)i.unshift(t(s))}else void 0!==s&&i.push(t(s));return i}static _$Eu(t,s){const i=s.attribute;return!1===i?void 0:"string"==typeof i?i:"string"==typeof t?t.toLowerCase():void 0}`,
    replace: String.raw`static get observedAttributes(){this._$Eh??=new Map(Object.entries(this.properties).map(([t,s])=>{const i=Symbol();return e(this.prototype,t,{get(){return this[i]},set(e){const h=this[i];this[i]=e,this.requestUpdate(t,h,s)},configurable:!0,enumerable:!0}),[s.attribute??t,t]}));return[...this._$Eh.keys()]}`,
  },
  {
    why: 'Nobody asks which properties have changed, and there are no initializers.',
    find: String.raw`constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(t=>this.enableUpdating=t),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(t=>t(this))}addController(t){(this._$EO??=new Set).add(t),void 0!==this.renderRoot&&this.isConnected&&t.hostConnected?.()}removeController(t){this._$EO?.delete(t)}_$E_(){const t=new Map,s=this.constructor.elementProperties;for(const i of s.keys())this.hasOwnProperty(i)&&(t.set(i,this[i]),delete this[i]);t.size>0&&(this._$Ep=t)}createRenderRoot(){const t=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return s(t,this.constructor.elementStyles),t}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(t=>t.hostConnected?.())}enableUpdating(t){}disconnectedCallback(){this._$EO?.forEach(t=>t.hostDisconnected?.())}`,
    replace: String.raw`constructor(){super();for(const t of Object.keys(this))this.constructor.properties[t]&&((this._$Ep??={})[t]=this[t],delete this[t])}createRenderRoot(){const t=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return s(t,this.constructor.styles),t}connectedCallback(){this.renderRoot||(this.renderRoot=this.createRenderRoot(),this.requestUpdate())}disconnectedCallback(){}`,
  },
  {
    why: 'No converters, no defaults; what is reflected (`disabled`) is boolean and its attribute has its name.',
    find: String.raw`attributeChangedCallback(t,s,i){this._$AK(t,i)}_$ET(t,s){const i=this.constructor.elementProperties.get(t),e=this.constructor._$Eu(t,i);if(void 0!==e&&!0===i.reflect){const h=(void 0!==i.converter?.toAttribute?i.converter:u).toAttribute(s,i.type);this._$Em=t,null==h?this.removeAttribute(e):this.setAttribute(e,h),this._$Em=null}}_$AK(t,s){const i=this.constructor,e=i._$Eh.get(t);if(void 0!==e&&this._$Em!==e){const t=i.getPropertyOptions(e),h="function"==typeof t.converter?{fromAttribute:t.converter}:void 0!==t.converter?.fromAttribute?t.converter:u;this._$Em=e;const r=h.fromAttribute(s,t.type);this[e]=r??this._$Ej?.get(e)??r,this._$Em=null}}requestUpdate(t,s,i,e=!1,h){if(void 0!==t){const r=this.constructor;if(!1===e&&(h=this[t]),i??=r.getPropertyOptions(t),!((i.hasChanged??f)(h,s)||i.useDefault&&i.reflect&&h===this._$Ej?.get(t)&&!this.hasAttribute(r._$Eu(t,i))))return;this.C(t,s,i)}!1===this.isUpdatePending&&(this._$ES=this._$EP())}C(t,s,{useDefault:i,reflect:e,wrapped:h},r){i&&!(this._$Ej??=new Map).has(t)&&(this._$Ej.set(t,r??s??this[t]),!0!==h||void 0!==r)||(this._$AL.has(t)||(this.hasUpdated||i||(s=void 0),this._$AL.set(t,s)),!0===e&&this._$Em!==t&&(this._$Eq??=new Set).add(t))}`,
    replace: String.raw`_$ET(t,s){this._$Em=t,s?this.setAttribute(t,""):this.removeAttribute(t),this._$Em=null}attributeChangedCallback(t,h,s){const i=this.constructor,e=i._$Eh.get(t);e&&this._$Em!==e&&(this._$Em=e,this[e]=u.fromAttribute(s,i.properties[e].type),this._$Em=null)}requestUpdate(t,s,e){if(t){if(i(this[t],s))return;e?.reflect&&this._$Em!==t&&(this._$Eq??=new Set).add(t)}this.isUpdatePending||!this.renderRoot||(this._$ES=this._$EP())}`,
  },
  {
    why: 'Nobody delays an update, forbids it, or looks at it before or after.',
    find: String.raw`const t=this.scheduleUpdate();return null!=t&&await t,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(const[t,s]of this._$Ep)this[t]=s;this._$Ep=void 0}const t=this.constructor.elementProperties;if(t.size>0)for(const[s,i]of t){const{wrapped:t}=i,e=this[s];!0!==t||this._$AL.has(s)||void 0===e||this.C(s,void 0,i,e)}}let t=!1;const s=this._$AL;try{t=this.shouldUpdate(s),t?(this.willUpdate(s),this._$EO?.forEach(t=>t.hostUpdate?.()),this.update(s)):this._$EM()}catch(s){throw t=!1,this._$EM(),s}t&&this._$AE(s)}willUpdate(t){}_$AE(t){this._$EO?.forEach(t=>t.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(t)),this.updated(t)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(t){return!0}update(t){this._$Eq&&=this._$Eq.forEach(t=>this._$ET(t,this[t])),this._$EM()}updated(t){}firstUpdated(t){}}y.elementStyles=[],y.shadowRootOptions={mode:"open"},y[d("elementProperties")]=new Map,y[d("finalized")]=new Map,p?.({ReactiveElement:y}),(a.reactiveElementVersions??=[]).push("2.1.2");`,
    replace: String.raw`Object.assign(this,this._$Ep),this._$Ep=0;try{this.update()}catch(t){throw this.isUpdatePending=!1,t}return!this.isUpdatePending}get updateComplete(){return this._$ES}update(){this._$Eq?.forEach(t=>this._$ET(t,this[t])),this._$Eq=null,this.isUpdatePending=!1}}y.shadowRootOptions={mode:"open"};`,
  },
];

const LIT_ELEMENT = [
  {
    why: 'No styles to render before, no directives to disconnect, no hydration, no polyfills; every element has its own render().',
    find: String.raw`constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){const t=super.createRenderRoot();return this.renderOptions.renderBefore??=t.firstChild,t}update(t){const r=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(t),this._$Do=e(r,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return r}}i._$litElement$=!0,i["finalized"]=!0,s.litElementHydrateSupport?.({LitElement:i});const o=s.litElementPolyfillSupport;o?.({LitElement:i});const n={_$AK:(t,e,r)=>{t._$AK(e,r)},_$AL:t=>t._$AL};(s.litElementVersions??=[]).push("4.2.2");`,
    replace: String.raw`update(){const t=this.render();super.update(),e(t,this.renderRoot,{host:this})}}const n=0;`,
  },
];

/** By module of Lit, with the version of its package that the rows were written for. */
export const CUTS = [
  { file: 'lit-html/lit-html.js', version: '3.3.3', rows: LIT_HTML },
  { file: '@lit/reactive-element/css-tag.js', version: '2.1.2', rows: CSS_TAG },
  { file: '@lit/reactive-element/reactive-element.js', version: '2.1.2', rows: REACTIVE_ELEMENT },
  { file: 'lit-element/lit-element.js', version: '4.2.2', rows: LIT_ELEMENT },
];
