// SPDX-License-Identifier: MPL-2.0
package amqp.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a message (class basic of the specification), backed by their octets: those of a received message
 * are looked at only when asked for, so malformed ones harm nobody who doesn't ask. Immutable and thread-safe.
 *
 * <p>Accessors give null for a property that isn't there, and throw a {@link WireException}
 * ({@link ReplyCode#SYNTAX_ERROR}) if the octets up to it are malformed.
 */
public final class BasicProperties {
    /** No properties at all. */
    public static final BasicProperties EMPTY = new BasicProperties(new byte[2]);

    private static final BasicProperties PERSISTENT = builder().deliveryMode(2).build();
    private static final int CONTINUATION = 1;

    /** Property flags and property list, and perhaps padding. */
    private final byte[] octets;

    /** Null until asked for. Written without a lock: a table publishes itself safely by its final field. */
    private @Nullable FieldTable headers;

    private BasicProperties(byte[] octets) {
        this.octets = octets;
    }

    /** Delivery mode 2 and nothing else. */
    public static BasicProperties persistent() {
        return PERSISTENT;
    }

    /** A builder without properties. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Properties of the octets of a content header from the property flags on, copied. Padding after them does no harm.
     *
     * @throws WireException {@link ReplyCode#SYNTAX_ERROR} if there are fewer than the 2 octets of the flags
     */
    public static BasicProperties ofOctets(byte[] octets) {
        return owning(octets.clone());
    }

    /** As {@link #ofOctets(byte[])}, from a region of a buffer, copied once. */
    public static BasicProperties ofOctets(ByteBuffer buffer, int offset, int length) {
        byte[] copy = new byte[length];
        buffer.get(offset, copy);
        return owning(copy);
    }

    private static BasicProperties owning(byte[] octets) {
        if (octets.length < 2) {
            throw new WireException(ReplyCode.SYNTAX_ERROR, "The content header ends before its property flags.");
        }
        return octets[0] == 0 && octets[1] == 0 ? EMPTY : new BasicProperties(octets);
    }

    /** Whether these properties have exactly the octets of the region, so that they can stand for it as well. */
    public boolean matches(ByteBuffer buffer, int offset, int length) {
        // A duplicate is big-endian, whatever the order of the original.
        return length == octets.length
                && Octets.equal(octets, buffer.order() == ByteOrder.BIG_ENDIAN ? buffer : buffer.duplicate(), offset);
    }

    /** A MIME type, by which applications know how to read the body. */
    public @Nullable String contentType() {
        return (String) value(Property.CONTENT_TYPE);
    }

    /** A MIME encoding of the body, such as "gzip". */
    public @Nullable String contentEncoding() {
        return (String) value(Property.CONTENT_ENCODING);
    }

    /** {@link FieldTable#EMPTY} where there are none. The table itself is read when asked for entries. */
    public FieldTable headers() {
        FieldTable known = headers;
        if (known == null) {
            known = has(Property.HEADERS) ? (FieldTable) read(Property.HEADERS) : FieldTable.EMPTY;
            headers = known;
        }
        return known;
    }

    /** 1 transient, 2 persistent. */
    public @Nullable Integer deliveryMode() {
        return (Integer) value(Property.DELIVERY_MODE);
    }

    /** 0 to 255; higher goes first. */
    public @Nullable Integer priority() {
        return (Integer) value(Property.PRIORITY);
    }

    /** What a reply repeats of its request, so that both are known to belong together. */
    public @Nullable String correlationId() {
        return (String) value(Property.CORRELATION_ID);
    }

    /** The queue for replies. */
    public @Nullable String replyTo() {
        return (String) value(Property.REPLY_TO);
    }

    /** To RabbitMQ a count of milliseconds, as text. */
    public @Nullable String expiration() {
        return (String) value(Property.EXPIRATION);
    }

    /** The application's name for the message. */
    public @Nullable String messageId() {
        return (String) value(Property.MESSAGE_ID);
    }

    /** Cut to {@link Instant#MIN} and {@link Instant#MAX} where an Instant can't hold it. */
    public @Nullable Instant timestamp() {
        Long raw = timestampRaw();
        return raw == null ? null : Timestamps.instant(raw);
    }

    /** The 64 bits as they are on the wire; meant to be seconds since 1970. */
    public @Nullable Long timestampRaw() {
        return (Long) value(Property.TIMESTAMP);
    }

    /** The application's kind of message. */
    public @Nullable String type() {
        return (String) value(Property.TYPE);
    }

    /** The publisher. RabbitMQ refuses a message that names another user than that of the connection. */
    public @Nullable String userId() {
        return (String) value(Property.USER_ID);
    }

    /** The application that published. */
    public @Nullable String appId() {
        return (String) value(Property.APP_ID);
    }

    /** Reserved by AMQP 0-9-1, so that brokers make nothing of it. */
    public @Nullable String clusterId() {
        return (String) value(Property.CLUSTER_ID);
    }

    private boolean has(Property property) {
        return (flags() & property.flag()) != 0;
    }

    private int flags() {
        return (octets[0] & 0xff) << 8 | octets[1] & 0xff;
    }

    private @Nullable Object value(Property wanted) {
        return has(wanted) ? read(wanted) : null;
    }

    /** One that is there. */
    private Object read(Property wanted) {
        WireReader in = list();
        for (Property property : Property.ALL) {
            if (property == wanted) {
                break;
            }
            if (has(property)) {
                property.skip(in);
            }
        }
        return wanted.read(in);
    }

    /** A reader at the property list. The lowest bit of a flag word says that another one follows. */
    private WireReader list() {
        WireReader in = WireReader.over(octets);
        int flags = in.shortInt();
        while ((flags & CONTINUATION) != 0) {
            flags = in.shortInt();
        }
        return in;
    }

    /** A builder that holds these properties; throws like the accessors. */
    public Builder toBuilder() {
        var builder = new Builder();
        for (Property property : Property.ALL) {
            if (has(property)) {
                builder.set(property, read(property));
            }
        }
        return builder;
    }

    /** Octets of property flags and property list. */
    public int encodedSize() {
        return octets.length;
    }

    /** Writes property flags and property list, {@link #encodedSize} octets. */
    public void writeTo(WireWriter out) {
        out.octets(octets, 0, octets.length);
    }

    /** By octets, padding included. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof BasicProperties that && Arrays.equals(octets, that.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    /** The properties that are there, or a note that they are malformed. */
    @Override
    public String toString() {
        var text = new StringJoiner(", ", "{", "}");
        try {
            for (Property property : Property.ALL) {
                if (has(property)) {
                    text.add(property.wireName() + "=" + value(property));
                }
            }
        } catch (WireException e) {
            text.add("malformed, " + octets.length + " bytes");
        }
        return ForeignText.line(text.toString());
    }

    /** An expiration as RabbitMQ takes it. */
    static String millis(Duration expiration) {
        if (expiration.isNegative()) {
            throw new IllegalArgumentException("A message can't expire after " + expiration + ": give zero or more.");
        }
        return Long.toString(expiration.toMillis());
    }

    /** Collects properties; for one thread. Text is limited to 255 octets in UTF-8 each, checked when building. */
    public static final class Builder {
        private final Object[] values;

        private Builder() {
            this(new Object[Property.ALL.length]);
        }

        private Builder(Object[] values) {
            this.values = values;
        }

        Builder copy() {
            return new Builder(values.clone());
        }

        /** Null where the property is not set. */
        Object get(Property property) {
            return values[property.ordinal()];
        }

        Builder set(Property property, Object value) {
            values[property.ordinal()] = Objects.requireNonNull(value, property.wireName());
            return this;
        }

        Builder octet(Property property, int value) {
            if (value < 0 || value > 255) {
                throw new IllegalArgumentException(
                        "The property " + property.wireName() + " is 0 to 255, not " + value + ".");
            }
            return set(property, value);
        }

        /** A MIME type, by which applications know how to read the body. */
        public Builder contentType(String value) {
            return set(Property.CONTENT_TYPE, value);
        }

        /** A MIME encoding of the body, such as "gzip". */
        public Builder contentEncoding(String value) {
            return set(Property.CONTENT_ENCODING, value);
        }

        /** The application's own, and those that an exchange of type headers matches. */
        public Builder headers(FieldTable value) {
            return set(Property.HEADERS, value);
        }

        /** 1 transient, 2 persistent. */
        public Builder deliveryMode(int value) {
            return octet(Property.DELIVERY_MODE, value);
        }

        /** 0 to 255; higher goes first. */
        public Builder priority(int value) {
            return octet(Property.PRIORITY, value);
        }

        /** What a reply repeats of its request, so that both are known to belong together. */
        public Builder correlationId(String value) {
            return set(Property.CORRELATION_ID, value);
        }

        /** The queue for replies. */
        public Builder replyTo(String value) {
            return set(Property.REPLY_TO, value);
        }

        /** To RabbitMQ a count of milliseconds, as text. */
        public Builder expiration(String value) {
            return set(Property.EXPIRATION, value);
        }

        /**
         * How long the message may wait in a queue, as RabbitMQ takes it: in whole milliseconds, with fractions dropped.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder expiration(Duration value) {
            return expiration(millis(value));
        }

        /** The application's name for the message. */
        public Builder messageId(String value) {
            return set(Property.MESSAGE_ID, value);
        }

        /** Fractions of a second are dropped. */
        public Builder timestamp(Instant value) {
            return timestampRaw(value.getEpochSecond());
        }

        /** The 64 bits as they are to be on the wire. */
        public Builder timestampRaw(long value) {
            return set(Property.TIMESTAMP, value);
        }

        /** The application's kind of message. */
        public Builder type(String value) {
            return set(Property.TYPE, value);
        }

        /** The publisher: to RabbitMQ none but the user of the connection. */
        public Builder userId(String value) {
            return set(Property.USER_ID, value);
        }

        /** The application that publishes. */
        public Builder appId(String value) {
            return set(Property.APP_ID, value);
        }

        /** Reserved by AMQP 0-9-1, so that brokers make nothing of it. */
        public Builder clusterId(String value) {
            return set(Property.CLUSTER_ID, value);
        }

        /** @throws IllegalArgumentException naming the property, if a text is longer than 255 octets in UTF-8 */
        public BasicProperties build() {
            var out = new WireWriter();
            out.shortInt(0);
            int flags = 0;
            for (Property property : Property.ALL) {
                Object value = values[property.ordinal()];
                if (value != null) {
                    flags |= property.flag();
                    property.write(out, value);
                }
            }
            out.patchShort(0, flags);
            return owning(out.toByteArray());
        }
    }
}
