// SPDX-License-Identifier: MPL-2.0
/** The anchor of a heading, as GitHub makes it, so that links hold there and here. */
export function anchor(heading) {
    return heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}_ -]/gu, '')
        .replaceAll(' ', '-');
}
