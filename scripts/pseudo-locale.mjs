// A pseudo-locale for the suite: every text of the catalogue in brackets and with its vowels twice, so that a page shows
// what does not come out of the catalogue, and whether longer words fit. Used by `node scripts/build.mjs pseudo` alone;
// nothing of it is shipped.

/** The window's catalogue, the help, and the wording that they share with the ticket. Commands and titles of pages are data. */
const catalogue =
  /\/renderer\/text\.ts$|\/electron\/core\/help\/[\w-]+\.ts$|\/electron\/core\/wording\/(?!commands|sensor-commands|shell-quoting|citations)[\w-]+\.ts$/;

/** How much of what stands in a place is text: all of it, what has several words, or nothing. */
const all = 'all';
const prose = 'prose';
const none = 'none';

const vowels = { a: 'áa', e: 'ée', i: 'íi', o: 'óo', u: 'úu', A: 'ÁA', E: 'ÉE', I: 'ÍI', O: 'ÓO', U: 'ÚU' };

/** About 40 % longer, still readable, and marked at both ends. */
export const pseudo = (text) =>
  text.replace(/\S(?:[\s\S]*\S)?/, (inner) => `⟦${inner.replace(/[aeiou]/gi, (vowel) => vowels[vowel])}⟧`);

/** Properties that hold a name of the code. */
const names = new Set(['id', 'group', 'kind', 'sources', 'link']);

/** Ids of the code (hyphens, dots or capitals inside), in contrast to words. */
const isId = (text) => /^[\w$]+(?:[-.][\w$]+)+$|^[a-z]+[A-Z]\w*$/.test(text);

function isText(text, mode) {
  if (mode === none || !/[a-z]{2}/i.test(text)) return false;
  return mode === all ? !isId(text) : /[a-z]\s+\S*[a-z]/i.test(text);
}

/** Edits of one module: `[start, end, new source]`. */
function editsOf(program, ownCatalogue) {
  const edits = [];
  const visitAll = (nodes, mode) => {
    for (const node of nodes) visit(node, mode);
  };
  const visit = (node, mode) => {
    if (node === null || typeof node !== 'object') return;
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
        return;
      case 'Literal':
        if (typeof node.value === 'string' && isText(node.value, mode))
          edits.push([node.start, node.end, JSON.stringify(pseudo(node.value))]);
        return;
      case 'TemplateLiteral':
        for (const { start, end, value } of mode === none ? [] : node.quasis)
          if (/[a-z]{2}/i.test(value.raw)) edits.push([start, end, pseudo(value.raw)]);
        return visitAll(node.expressions, mode);
      case 'Property':
        return visit(node.value, names.has(node.key.name) ? none : mode);
      case 'ArrowFunctionExpression':
        return visit(node.body, node.body.type === 'BlockStatement' ? none : all);
      case 'ReturnStatement':
        return visit(node.argument, all);
      case 'VariableDeclarator':
        return visit(node.init, all);
      case 'SwitchCase':
        return visitAll(node.consequent, none);
      case 'ConditionalExpression':
        visit(node.test, none);
        visit(node.consequent, mode);
        return visit(node.alternate, mode);
      case 'LogicalExpression':
        visit(node.left, mode);
        return visit(node.right, mode);
      case 'BinaryExpression':
        return visitAll([node.left, node.right], node.operator === '+' ? mode : none);
      case 'MemberExpression':
        return visit(node.object, mode);
      case 'CallExpression':
        visit(node.callee, mode);
        if (node.callee.name === 'commands') return;
        return visitAll(node.arguments, ownCatalogue ? all : prose);
      case 'NewExpression':
        return;
      default:
        for (const value of Object.values(node))
          if (Array.isArray(value)) visitAll(value, mode);
          else visit(value, mode);
    }
  };
  visit(program, none);
  return edits;
}

export const pseudoLocale = {
  name: 'pseudo-locale',
  transform(code, id) {
    const file = id.split('?', 1)[0].replaceAll('\\', '/');
    if (!catalogue.test(file)) return null;
    const edits = editsOf(this.parse(code), file.endsWith('/renderer/text.ts'));
    let changed = code;
    for (const [start, end, source] of edits.sort(([a], [b]) => b - a))
      changed = changed.slice(0, start) + source + changed.slice(end);
    return { code: changed, map: null };
  },
};
