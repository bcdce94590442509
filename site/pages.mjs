// SPDX-License-Identifier: MPL-2.0
// Copies the pages of the repository to where VitePress reads them, with links that hold there.
// Usage: node pages.mjs ROOT TARGET
import fs from 'node:fs';
import path from 'node:path';

const [root, target] = process.argv.slice(2).map((each) => path.resolve(each));
const SOURCES = 'https://github.com/amqpsdk/amqp-sdk/blob/main/';
const LINK = /(!?\[[^\]]*\])\(([^)\s]+)\)/g;

const pages = [
    ...fs.readdirSync(root).filter((name) => name.endsWith('.md')),
    ...fs.readdirSync(path.join(root, 'docs'), { recursive: true }).map((name) => path.join('docs', name)),
].filter((name) => /\.(md|svg)$/.test(name));

/** Where a page of the repository is on the site: a folder's README is its index. */
function place(page) {
    return page.replace(/README\.md$/, 'index.md');
}

/** A link of a page: to another page, or to the sources of what is not on the site. */
function link(page, to) {
    if (/^([a-z]+:|#)/.test(to)) return to;
    const [file, anchor] = to.split('#');
    const named = path.join(path.dirname(page), file);
    const onSite = [named, path.join(named, 'README.md')].find((each) => pages.includes(each));
    const hash = anchor === undefined ? '' : '#' + anchor;
    if (onSite === undefined) return SOURCES + named + hash;
    const relative = path.relative(path.dirname(page), place(onSite));
    return (relative.startsWith('.') ? relative : './' + relative) + hash;
}

/** Without comments; code keeps what looks like a link in it. */
function withLinks(page, text) {
    return text
        .replace(/^<!--.*?-->\n/gms, '')
        .split(/(^```.*?^```$)/ms)
        .map((part, i) => (i % 2 ? part : part.replace(LINK, (all, label, to) => `${label}(${link(page, to)})`)))
        .join('');
}

for (const page of pages) {
    const to = path.join(target, place(page));
    fs.mkdirSync(path.dirname(to), { recursive: true });
    const from = path.join(root, page);
    if (page.endsWith('.md')) fs.writeFileSync(to, withLinks(page, fs.readFileSync(from, 'utf8')));
    else fs.copyFileSync(from, to);
}

/** The title of a page, and where it is. */
function item(page) {
    const text = fs.readFileSync(path.join(root, page), 'utf8');
    return { text: text.match(/^# (.*)$/m)[1].replaceAll('`', ''), link: '/' + place(page).replace(/(index)?\.md$/, '') };
}

/** The pages that the index of a folder links to, in its order. */
function linked(index) {
    const text = fs.readFileSync(path.join(root, index), 'utf8');
    const names = [...text.matchAll(LINK)].map((found) => path.join(path.dirname(index), found[2].split('#')[0]));
    return [...new Set(names)].filter((name) => pages.includes(name) && path.dirname(name) === path.dirname(index));
}

const guide = linked('docs/guide/README.md');
const command = linked('docs/command/README.md');
const reference = pages.filter((page) => /^docs\/[^/]*\.md$/.test(page));
const project = pages.filter((page) => !page.includes('/') && page !== 'README.md');
const group = (text, names, collapsed) => ({ text, collapsed, items: names.map(item) });
const sidebar = [
    group('Guide', ['docs/guide/README.md', ...guide], false),
    group('The command', ['docs/command/README.md', ...command], true),
    group('Reference', reference, true),
    group('Project', project, true),
];
fs.writeFileSync(path.join(target, 'sidebar.mjs'), `export const sidebar = ${JSON.stringify(sidebar, null, 2)};\n`);
console.log(`${pages.length} pages and charts`);
