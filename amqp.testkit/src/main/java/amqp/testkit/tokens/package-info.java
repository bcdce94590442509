// SPDX-License-Identifier: MPL-2.0

/** Tokens for tests: an issuer that signs them, and a server that returns them. */
package amqp.testkit.tokens;
