// SPDX-License-Identifier: MPL-2.0
/** The findings of the commands that run for a long time. */
package amqp.soak.findings;
