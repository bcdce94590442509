// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.wire;

import java.time.Instant;
import java.util.Map;

/** The domains of method arguments and properties, and how each looks on the wire (specification §4.2.5). */
enum ArgumentType {
    BIT,
    OCTET,
    SHORT,
    LONG,
    LONGLONG,
    TIMESTAMP,
    SHORTSTR,
    LONGSTR,
    TABLE;

    /** Every type but {@link #BIT}, which is packed with its neighbours. */
    Object read(OctetReader in) {
        return switch (this) {
            case OCTET -> (long) in.octet();
            case SHORT -> (long) in.shortInt();
            case LONG -> in.longInt();
            case LONGLONG, TIMESTAMP -> in.longLong();
            case SHORTSTR -> in.shortString();
            case LONGSTR -> in.longString();
            case TABLE -> in.table();
            case BIT -> throw new IllegalStateException("Bits are packed; they are not read one by one.");
        };
    }

    /** Every type but {@link #BIT}. */
    void write(OctetWriter out, Object value) {
        switch (this) {
            case OCTET -> out.octet((int) number(value));
            case SHORT -> out.shortInt((int) number(value));
            case LONG -> out.longInt(number(value));
            case LONGLONG, TIMESTAMP -> out.longLong(number(value));
            case SHORTSTR -> out.shortString(value);
            case LONGSTR -> out.longString(value);
            case TABLE -> out.table((Map<?, ?>) value);
            case BIT -> throw new IllegalStateException("Bits are packed; they are not written one by one.");
        }
    }

    /** What stands for a reserved argument. */
    Object zero() {
        return switch (this) {
            case BIT -> false;
            case SHORTSTR, LONGSTR -> "";
            case TABLE -> Map.of();
            default -> 0L;
        };
    }

    private static long number(Object value) {
        return value instanceof Instant time ? time.getEpochSecond() : ((Number) value).longValue();
    }
}
