// SPDX-License-Identifier: MPL-2.0
package amqp.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;

/** The basic properties in wire order; the first has the highest flag bit (specification 4.2.6.1 and class basic). */
enum Property {
    CONTENT_TYPE(Kind.SHORT_STRING),
    CONTENT_ENCODING(Kind.SHORT_STRING),
    HEADERS(Kind.TABLE),
    DELIVERY_MODE(Kind.OCTET),
    PRIORITY(Kind.OCTET),
    CORRELATION_ID(Kind.SHORT_STRING),
    REPLY_TO(Kind.SHORT_STRING),
    EXPIRATION(Kind.SHORT_STRING),
    MESSAGE_ID(Kind.SHORT_STRING),
    TIMESTAMP(Kind.LONG_LONG),
    TYPE(Kind.SHORT_STRING),
    USER_ID(Kind.SHORT_STRING),
    APP_ID(Kind.SHORT_STRING),
    CLUSTER_ID(Kind.SHORT_STRING);

    /** {@link #values()} without a copy each time. */
    static final Property[] ALL = values();

    private enum Kind {
        SHORT_STRING,
        OCTET,
        LONG_LONG,
        TABLE
    }

    private final Kind kind;

    Property(Kind kind) {
        this.kind = kind;
    }

    int flag() {
        return 0x8000 >>> ordinal();
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    void skip(WireReader in) {
        switch (kind) {
            case SHORT_STRING -> in.skip(in.octet());
            case OCTET -> in.skip(1);
            case LONG_LONG -> in.skip(8);
            case TABLE -> in.skip(in.unsignedInt());
        }
    }

    /** A String, Integer, Long or FieldTable. */
    Object read(WireReader in) {
        return switch (kind) {
            case SHORT_STRING -> in.shortString();
            case OCTET -> in.octet();
            case LONG_LONG -> in.longLong();
            case TABLE -> in.table();
        };
    }

    void write(WireWriter out, Object value) {
        switch (kind) {
            case SHORT_STRING -> {
                check(value);
                out.shortString((String) value);
            }
            case OCTET -> out.octet((Integer) value);
            case LONG_LONG -> out.longLong((Long) value);
            case TABLE -> out.table((FieldTable) value);
        }
    }

    /** @throws IllegalArgumentException naming the property, if the value is a text of more than 255 octets in UTF-8 */
    void check(Object value) {
        if (value instanceof String text
                && text.length() > WireWriter.MAX_SHORT_STRING / 3
                && text.getBytes(UTF_8).length > WireWriter.MAX_SHORT_STRING) {
            throw new IllegalArgumentException("The property " + wireName() + " takes at most "
                    + WireWriter.MAX_SHORT_STRING + " bytes in UTF-8, not " + text.getBytes(UTF_8).length + ".");
        }
    }
}
