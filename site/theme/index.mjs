// SPDX-License-Identifier: MPL-2.0
// VitePress' own theme, with room for lines of code.
import theme from 'vitepress/theme';
import './style.css';

export default theme;
