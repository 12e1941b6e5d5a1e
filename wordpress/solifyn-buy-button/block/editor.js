/** The block in the editor: its settings in the sidebar, and the button as the page shows it. PHP renders the page. */
(function (blocks, blockEditor, components, element, i18n) {
  var el = element.createElement;
  var __ = i18n.__;
  // The build generates these lists from the element's own definition.
  var choices = window.solifynBuyButton;

  var fields = [
    {
      name: 'productId',
      label: __('Product id', 'solifyn-buy-button'),
      help: __('Begins with prod_. Copy it from your Solifyn dashboard.', 'solifyn-buy-button'),
    },
    {
      name: 'collectionId',
      label: __('Or collection id', 'solifyn-buy-button'),
      help: __('Begins with col_, for a bundle.', 'solifyn-buy-button'),
    },
    {
      name: 'link',
      label: __('Checkout link', 'solifyn-buy-button'),
      help: __('For visitors without JavaScript, for feeds, and if your site cannot reach Solifyn.', 'solifyn-buy-button'),
      type: 'url',
    },
    { name: 'quantity', label: __('Quantity', 'solifyn-buy-button'), type: 'number' },
    { name: 'discountCode', label: __('Discount code', 'solifyn-buy-button') },
    {
      name: 'successUrl',
      label: __('Thank-you page', 'solifyn-buy-button'),
      help: __('Where the buyer goes after paying in the dialog or in the page.', 'solifyn-buy-button'),
      type: 'url',
    },
  ];

  /** Labels of the known values. A value without a label is offered under its own name. */
  var modeLabels = {
    redirect: __('In this tab', 'solifyn-buy-button'),
    'new-tab': __('In a new tab', 'solifyn-buy-button'),
    modal: __('In a dialog over the page', 'solifyn-buy-button'),
    inline: __('In the page, below the button', 'solifyn-buy-button'),
  };
  var themeLabels = {
    auto: __('Like the page', 'solifyn-buy-button'),
    light: __('Light', 'solifyn-buy-button'),
    dark: __('Dark', 'solifyn-buy-button'),
  };

  /** The first value is the element's default, which needs no attribute. */
  function toOptions(values, labels) {
    return values.map(function (value, index) {
      return { value: index === 0 ? '' : value, label: labels[value] || value };
    });
  }

  function cssValue(value) {
    return value && value.indexOf('var:') === 0 ? 'var(--wp--' + value.slice(4).replace(/\|/g, '--') + ')' : value;
  }

  function preset(kind, slug) {
    return slug ? 'var(--wp--preset--' + kind + '--' + slug + ')' : undefined;
  }

  function corners(radius) {
    if (typeof radius !== 'object') return cssValue(radius);
    return ['topLeft', 'topRight', 'bottomRight', 'bottomLeft']
      .map(function (corner) {
        return cssValue(radius[corner]) || '0';
      })
      .join(' ');
  }

  /** The same custom properties that PHP writes on the page, see block-style.php. */
  function previewStyle(attributes) {
    var style = attributes.style || {};
    var color = style.color || {};
    var border = style.border || {};
    return {
      '--solifyn-button-background':
        preset('gradient', attributes.gradient) ||
        preset('color', attributes.backgroundColor) ||
        cssValue(color.gradient || color.background),
      '--solifyn-button-color': preset('color', attributes.textColor) || cssValue(color.text),
      '--solifyn-button-radius': border.radius ? corners(border.radius) : undefined,
    };
  }

  function warning(attributes) {
    if (attributes.productId && attributes.collectionId) {
      return __('Enter a product id or a collection id, not both. This button sells the product.', 'solifyn-buy-button');
    }
    if (!attributes.productId && !attributes.collectionId) {
      return __('Enter the product id in the sidebar.', 'solifyn-buy-button');
    }
    if (attributes.productId.trim().indexOf('col_') === 0 || attributes.collectionId.trim().indexOf('prod_') === 0) {
      return __('This id is in the wrong field: products begin with prod_, collections with col_.', 'solifyn-buy-button');
    }
    return '';
  }

  function Edit(props) {
    var attributes = props.attributes;
    var text = warning(attributes);

    function update(name) {
      return function (value) {
        var change = {};
        change[name] = value;
        props.setAttributes(change);
      };
    }

    return el(
      'div',
      blockEditor.useBlockProps(),
      el(
        blockEditor.InspectorControls,
        null,
        el(
          components.PanelBody,
          { title: __('Checkout', 'solifyn-buy-button') },
          text ? el(components.Notice, { status: 'warning', isDismissible: false }, text) : null,
          fields.map(function (field) {
            return el(components.TextControl, {
              key: field.name,
              label: field.label,
              help: field.help,
              type: field.type || 'text',
              min: field.type === 'number' ? 1 : undefined,
              value: attributes[field.name],
              onChange: update(field.name),
            });
          }),
          el(components.SelectControl, {
            label: __('Opens', 'solifyn-buy-button'),
            value: attributes.mode,
            options: toOptions(choices.modes, modeLabels),
            onChange: update('mode'),
          }),
          el(components.SelectControl, {
            label: __('Theme of the checkout', 'solifyn-buy-button'),
            value: attributes.theme,
            options: toOptions(choices.themes, themeLabels),
            onChange: update('theme'),
          }),
        ),
      ),
      // The element's script does not run in the editor. Its stylesheet makes the element look like the button on the page.
      el(
        'solifyn-buy-button',
        { style: previewStyle(attributes) },
        el(blockEditor.RichText, {
          tagName: 'span',
          value: attributes.label,
          onChange: update('label'),
          allowedFormats: ['core/bold', 'core/italic'],
          placeholder: __('Buy now', 'solifyn-buy-button'),
          'aria-label': __('Text of the button', 'solifyn-buy-button'),
        }),
      ),
      text ? el('p', { className: 'solifyn-buy-button-warning' }, text) : null,
    );
  }

  blocks.registerBlockType('solifyn/buy-button', {
    edit: Edit,
    save: function () {
      return null;
    },
  });
})(window.wp.blocks, window.wp.blockEditor, window.wp.components, window.wp.element, window.wp.i18n);
