// SPDX-License-Identifier: MPL-2.0
// Follows each link within the site that was made: files and anchors have to be there.
// Usage: node links.mjs DIST
import fs from 'node:fs';
import path from 'node:path';

const dist = path.resolve(process.argv[2]);
const ids = new Map();

function unescaped(attribute) {
    return attribute.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** The anchors of a file. */
function anchors(file) {
    if (!ids.has(file)) {
        const text = fs.readFileSync(file, 'utf8');
        ids.set(file, new Set([...text.matchAll(/\s(?:id|name)="([^"]*)"/g)].map((found) => unescaped(found[1]))));
    }
    return ids.get(file);
}

/** The file that a web server gives for a path. */
function file(named) {
    return [named, named + '.html', path.join(named, 'index.html')].find(
        (each) => fs.existsSync(each) && fs.statSync(each).isFile(),
    );
}

// Of this one, JDK 17's javadoc leaves out anchors of packages without constants, to which it links all the same.
const html = fs
    .readdirSync(dist, { recursive: true })
    .filter((name) => name.endsWith('.html') && name !== path.join('api', 'constant-values.html'));
const broken = new Set();
let followed = 0;
for (const page of html) {
    const text = fs.readFileSync(path.join(dist, page), 'utf8').replace(/<script[^>]*>.*?<\/script>/gs, '');
    for (const [, to] of text.matchAll(/\s(?:href|src)="([^"]*)"/g)) {
        if (/^([a-z]+:|\/\/)/.test(to) || to === '' || to === '#') continue;
        followed++;
        const [place, hash] = decodeURI(unescaped(to)).split('#');
        const clean = place.split('?')[0];
        const named = clean === '' ? path.join(dist, page) : path.join(clean.startsWith('/') ? dist : path.join(dist, path.dirname(page)), clean);
        const found = file(named);
        if (found === undefined) broken.add(`${page}: ${to}`);
        else if (hash && found.endsWith('.html') && !anchors(found).has(hash)) broken.add(`${page}: ${to} has no such anchor`);
    }
}
console.log(`${followed} links in ${html.length} pages followed, ${broken.size} broken`);
for (const each of [...broken].slice(0, 50)) console.log(each);
process.exit(broken.size === 0 ? 0 : 1);
