// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.wire;

/**
 * A field-table value whose type letter has no Java type of its own here.
 *
 * @param type {@code B u i L T}; for encoding, any letter but those of nested values
 * @param value the raw value; {@code T} counts seconds, all 64 bits of them
 */
public record Typed(char type, long value) {}
