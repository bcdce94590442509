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
 * The properties of a message (class basic of the specification), kept as encoded bytes. Received properties are
 * decoded only when they are read, so malformed ones cause no error before. Immutable and thread-safe.
 *
 * <p>Accessors return null for a property that is not set, and throw a {@link WireException}
 * ({@link ReplyCode#SYNTAX_ERROR}) if the bytes up to it are malformed.
 */
public final class BasicProperties {
    /** No properties. */
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

    /** Returns properties with delivery mode 2 and nothing else. */
    public static BasicProperties persistent() {
        return PERSISTENT;
    }

    /** Returns a builder without properties. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns properties made of the bytes of a content header, from the property flags on. The bytes are copied.
     * Padding after them is ignored.
     *
     * @throws WireException {@link ReplyCode#SYNTAX_ERROR} if there are fewer than the 2 bytes of the flags
     */
    public static BasicProperties ofOctets(byte[] octets) {
        return owning(octets.clone());
    }

    /** Returns properties made of a region of a buffer, which is copied once; see {@link #ofOctets(byte[])}. */
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

    /** Returns whether these properties have exactly the bytes of the region. */
    public boolean matches(ByteBuffer buffer, int offset, int length) {
        // A duplicate is big-endian, whatever the order of the original.
        return length == octets.length
                && Octets.equal(octets, buffer.order() == ByteOrder.BIG_ENDIAN ? buffer : buffer.duplicate(), offset);
    }

    /** Returns the MIME type of the body. */
    public @Nullable String contentType() {
        return (String) value(Property.CONTENT_TYPE);
    }

    /** Returns the MIME encoding of the body, such as "gzip". */
    public @Nullable String contentEncoding() {
        return (String) value(Property.CONTENT_ENCODING);
    }

    /**
     * Returns the headers, or {@link FieldTable#EMPTY} if there are none. The table is decoded when its entries are
     * read.
     */
    public FieldTable headers() {
        FieldTable known = headers;
        if (known == null) {
            known = has(Property.HEADERS) ? (FieldTable) read(Property.HEADERS) : FieldTable.EMPTY;
            headers = known;
        }
        return known;
    }

    /** Returns the delivery mode: 1 for transient, 2 for persistent. */
    public @Nullable Integer deliveryMode() {
        return (Integer) value(Property.DELIVERY_MODE);
    }

    /** Returns the priority, 0 to 255; higher ones are delivered first. */
    public @Nullable Integer priority() {
        return (Integer) value(Property.PRIORITY);
    }

    /** Returns the correlation-id, which a reply copies from its request. */
    public @Nullable String correlationId() {
        return (String) value(Property.CORRELATION_ID);
    }

    /** Returns the queue for replies. */
    public @Nullable String replyTo() {
        return (String) value(Property.REPLY_TO);
    }

    /** Returns the expiration; for RabbitMQ a number of milliseconds, as text. */
    public @Nullable String expiration() {
        return (String) value(Property.EXPIRATION);
    }

    /** Returns the message-id of the application. */
    public @Nullable String messageId() {
        return (String) value(Property.MESSAGE_ID);
    }

    /** Returns the timestamp, limited to the range from {@link Instant#MIN} to {@link Instant#MAX}. */
    public @Nullable Instant timestamp() {
        Long raw = timestampRaw();
        return raw == null ? null : Timestamps.instant(raw);
    }

    /** Returns the 64 bits of the timestamp as encoded; usually seconds since 1970. */
    public @Nullable Long timestampRaw() {
        return (Long) value(Property.TIMESTAMP);
    }

    /** Returns the application's type of message. */
    public @Nullable String type() {
        return (String) value(Property.TYPE);
    }

    /** Returns the user who published. RabbitMQ refuses a message with another user than that of the connection. */
    public @Nullable String userId() {
        return (String) value(Property.USER_ID);
    }

    /** Returns the application that published. */
    public @Nullable String appId() {
        return (String) value(Property.APP_ID);
    }

    /** Returns the cluster-id, which AMQP 0-9-1 reserves and brokers ignore. */
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

    /** Returns a builder with these properties; throws like the accessors. */
    public Builder toBuilder() {
        var builder = new Builder();
        for (Property property : Property.ALL) {
            if (has(property)) {
                builder.set(property, read(property));
            }
        }
        return builder;
    }

    /** Returns the number of bytes of property flags and property list. */
    public int encodedSize() {
        return octets.length;
    }

    /** Writes property flags and property list, {@link #encodedSize} bytes. */
    public void writeTo(WireWriter out) {
        out.octets(octets, 0, octets.length);
    }

    /** Compares the encoded bytes, including padding. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof BasicProperties that && Arrays.equals(octets, that.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    /** Returns the properties as text, or a note that they are malformed. */
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

    /**
     * Collects properties; for one thread. Each text may have at most 255 bytes in UTF-8, which {@link #build} checks.
     */
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

        /** Sets the MIME type of the body. */
        public Builder contentType(String value) {
            return set(Property.CONTENT_TYPE, value);
        }

        /** Sets the MIME encoding of the body, such as "gzip". */
        public Builder contentEncoding(String value) {
            return set(Property.CONTENT_ENCODING, value);
        }

        /** Sets the headers, which exchanges of type headers match. */
        public Builder headers(FieldTable value) {
            return set(Property.HEADERS, value);
        }

        /** Sets the delivery mode: 1 for transient, 2 for persistent. */
        public Builder deliveryMode(int value) {
            return octet(Property.DELIVERY_MODE, value);
        }

        /** Sets the priority, 0 to 255; higher ones are delivered first. */
        public Builder priority(int value) {
            return octet(Property.PRIORITY, value);
        }

        /** Sets the correlation-id, which a reply copies from its request. */
        public Builder correlationId(String value) {
            return set(Property.CORRELATION_ID, value);
        }

        /** Sets the queue for replies. */
        public Builder replyTo(String value) {
            return set(Property.REPLY_TO, value);
        }

        /** Sets the expiration; for RabbitMQ a number of milliseconds, as text. */
        public Builder expiration(String value) {
            return set(Property.EXPIRATION, value);
        }

        /**
         * Sets how long the message may wait in a queue, in RabbitMQ's form: whole milliseconds, fractions are dropped.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder expiration(Duration value) {
            return expiration(millis(value));
        }

        /** Sets the message-id of the application. */
        public Builder messageId(String value) {
            return set(Property.MESSAGE_ID, value);
        }

        /** Sets the timestamp in seconds; fractions are dropped. */
        public Builder timestamp(Instant value) {
            return timestampRaw(value.getEpochSecond());
        }

        /** Sets the 64 bits of the timestamp as encoded. */
        public Builder timestampRaw(long value) {
            return set(Property.TIMESTAMP, value);
        }

        /** Sets the application's type of message. */
        public Builder type(String value) {
            return set(Property.TYPE, value);
        }

        /** Sets the user who publishes. RabbitMQ accepts only the user of the connection. */
        public Builder userId(String value) {
            return set(Property.USER_ID, value);
        }

        /** Sets the application that publishes. */
        public Builder appId(String value) {
            return set(Property.APP_ID, value);
        }

        /** Sets the cluster-id, which AMQP 0-9-1 reserves and brokers ignore. */
        public Builder clusterId(String value) {
            return set(Property.CLUSTER_ID, value);
        }

        /**
         * Returns the properties.
         *
         * @throws IllegalArgumentException if a text is longer than 255 bytes in UTF-8; the message names the property
         */
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
