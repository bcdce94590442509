// SPDX-License-Identifier: MPL-2.0
/** What the commands that try for long have found. */
package amqp.soak.findings;
