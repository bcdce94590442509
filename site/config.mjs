// SPDX-License-Identifier: MPL-2.0
// How VitePress makes the site; pages.mjs has put the pages beside this file.
import { defineConfig } from 'vitepress';
import { anchor } from './anchors.mjs';
import { sidebar } from './pages/sidebar.mjs';

export default defineConfig({
    title: 'AMQP SDK for Java',
    description: 'A client for RabbitMQ and other brokers of AMQP 0-9-1',
    srcDir: 'pages',
    outDir: 'dist',
    base: process.env.SITE_BASE ?? '/',
    markdown: { html: false, anchor: { slugify: anchor } },
    themeConfig: {
        search: { provider: 'local' }, // an index in the site itself, no service
        outline: [2, 3],
        sidebar,
        nav: [
            { text: 'Guide', link: '/docs/guide/' },
            { text: 'Settings', link: '/docs/settings' },
            { text: 'Benchmarks', link: '/docs/benchmark' },
            { text: 'Javadoc', link: '/api/index.html', target: '_self' },
        ],
    },
});
