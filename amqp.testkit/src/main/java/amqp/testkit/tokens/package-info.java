// SPDX-License-Identifier: MPL-2.0

/** Tokens for tests: who signs them, and a server that gives them. */
package amqp.testkit.tokens;
