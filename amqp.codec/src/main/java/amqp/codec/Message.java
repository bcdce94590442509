// SPDX-License-Identifier: MPL-2.0
package amqp.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message to publish: its properties and its body. Create it from a body; each of the other methods returns a new
 * message with one more property:
 *
 * <pre>{@code
 * Message order = Message.of(json).contentType("application/json").persistent().header("attempt", 1);
 * }</pre>
 *
 * <p>Immutable and thread-safe; it may be published many times. A body that is given as an array is not copied: do not
 * change the array while the message is in use. If you publish the message only once, you may reuse the array when the
 * publishing method has returned, since that method copies it.
 *
 * <p>For the least work per message, prepare the properties once and use {@link #of(BasicProperties, byte[])}, which
 * allocates only the message. Properties that are set one by one are encoded once, when they are first read. Setting
 * one on a message with received properties throws a {@link WireException} if those are malformed.
 */
public final class Message {
    /** Properties that are encoded when first asked for. */
    private static final class Settings {
        /** Not changed any more. */
        final BasicProperties.Builder values;

        /** Null until asked for. Written without a lock: properties publish themselves safely by their final field. */
        @Nullable
        BasicProperties encoded;

        Settings(BasicProperties.Builder values) {
            this.values = values;
        }

        BasicProperties encoded() {
            BasicProperties known = encoded;
            if (known == null) {
                known = values.build();
                encoded = known;
            }
            return known;
        }
    }

    /** As given; null where there are {@link #settings} instead. */
    private final @Nullable BasicProperties properties;

    private final @Nullable Settings settings;
    private final byte[] array;
    private final int offset;
    private final int length;

    private Message(
            @Nullable BasicProperties properties, @Nullable Settings settings, byte[] array, int offset, int length) {
        this.properties = properties;
        this.settings = settings;
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /** Returns a message without properties. The array is not copied. */
    public static Message of(byte[] body) {
        return of(BasicProperties.EMPTY, body);
    }

    /**
     * Returns a message without properties, whose body is a part of an array. The array is not copied.
     *
     * @param offset of the first byte of the body
     * @param length of the body, in bytes
     * @throws IndexOutOfBoundsException if the part is not within the array
     */
    public static Message of(byte[] array, int offset, int length) {
        return of(BasicProperties.EMPTY, array, offset, length);
    }

    /**
     * Returns a message without properties, whose body is a copy of the remaining bytes of a buffer, which stays
     * unchanged.
     */
    public static Message of(ByteBuffer body) {
        byte[] copy = new byte[Objects.requireNonNull(body, "body").remaining()];
        body.get(body.position(), copy);
        return of(copy);
    }

    /** Returns a message without properties, whose body is a text in UTF-8. */
    public static Message of(String body) {
        return of(Objects.requireNonNull(body, "body").getBytes(UTF_8));
    }

    /** Returns a message with properties and a body. The array is not copied. */
    public static Message of(BasicProperties properties, byte[] body) {
        Objects.requireNonNull(properties, "properties");
        return new Message(properties, null, Objects.requireNonNull(body, "body"), 0, body.length);
    }

    /**
     * Returns a message with properties and a body that is a part of an array. The array is not copied.
     *
     * @param offset of the first byte of the body
     * @param length of the body, in bytes
     * @throws IndexOutOfBoundsException if the part is not within the array
     */
    public static Message of(BasicProperties properties, byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, Objects.requireNonNull(array, "array").length);
        return new Message(Objects.requireNonNull(properties, "properties"), null, array, offset, length);
    }

    // ---- properties: each method gives a new message ----

    /**
     * Sets the MIME type of the body.
     *
     * @throws IllegalArgumentException if it is longer than 255 bytes in UTF-8, as for every text here
     */
    public Message contentType(String value) {
        return with(Property.CONTENT_TYPE, value);
    }

    /** Sets the MIME encoding of the body, such as "gzip"; the body itself is not encoded. */
    public Message contentEncoding(String value) {
        return with(Property.CONTENT_ENCODING, value);
    }

    /** Sets all headers and replaces the existing ones. */
    public Message headers(FieldTable value) {
        return with(Property.HEADERS, value);
    }

    /**
     * Sets all headers and replaces the existing ones; values are converted as by {@link FieldValue#of}.
     *
     * @throws IllegalArgumentException if a key is longer than 255 bytes or a value has no conversion
     */
    public Message headers(Map<String, ?> values) {
        return headers(FieldTable.of(values));
    }

    /**
     * Sets one header; its value is converted as by {@link FieldValue#of}, and the other headers stay. For several
     * headers, {@link #headers(Map)} is faster.
     *
     * @param value null for a void header
     * @throws IllegalArgumentException if the key is longer than 255 bytes or the value has no conversion
     * @throws WireException if the existing headers were received and are malformed
     */
    public Message header(String key, @Nullable Object value) {
        FieldTable headers = (FieldTable) values().get(Property.HEADERS);
        return headers(headers == null ? FieldTable.of(key, value) : headers.with(key, value));
    }

    /** Sets delivery mode 2: the message survives a restart of the broker if its queue does. */
    public Message persistent() {
        return deliveryMode(2);
    }

    /**
     * Sets the delivery mode: 1 for a transient, 2 for a persistent message.
     *
     * @param value 0 to 255
     */
    public Message deliveryMode(int value) {
        return withOctet(Property.DELIVERY_MODE, value);
    }

    /**
     * Sets the priority in a queue with priorities; higher ones are delivered first.
     *
     * @param value 0 to 255
     */
    public Message priority(int value) {
        return withOctet(Property.PRIORITY, value);
    }

    /** Sets the correlation-id, which a reply copies from its request. */
    public Message correlationId(String value) {
        return with(Property.CORRELATION_ID, value);
    }

    /** Sets the queue for replies. */
    public Message replyTo(String value) {
        return with(Property.REPLY_TO, value);
    }

    /** Sets the expiration as it is sent to the broker; for RabbitMQ a number of milliseconds, as text. */
    public Message expiration(String value) {
        return with(Property.EXPIRATION, value);
    }

    /**
     * Sets how long the message may wait in a queue, in RabbitMQ's form: whole milliseconds, fractions are dropped.
     *
     * @param value zero or more
     */
    public Message expiration(Duration value) {
        return expiration(BasicProperties.millis(value));
    }

    /** Sets the message-id of the application. */
    public Message messageId(String value) {
        return with(Property.MESSAGE_ID, value);
    }

    /** Sets the timestamp of the message in whole seconds; fractions are dropped. */
    public Message timestamp(Instant value) {
        return with(Property.TIMESTAMP, value.getEpochSecond());
    }

    /** Sets the application's type of message. */
    public Message type(String value) {
        return with(Property.TYPE, value);
    }

    /** Sets the user who publishes. RabbitMQ refuses a message with another user than that of the connection. */
    public Message userId(String value) {
        return with(Property.USER_ID, value);
    }

    /** Sets the application that publishes. */
    public Message appId(String value) {
        return with(Property.APP_ID, value);
    }

    private Message withOctet(Property property, int value) {
        return with(values().copy().octet(property, value));
    }

    private Message with(Property property, Object value) {
        property.check(value);
        return with(values().copy().set(property, value));
    }

    private Message with(BasicProperties.Builder values) {
        return new Message(null, new Settings(values), array, offset, length);
    }

    private BasicProperties.Builder values() {
        return settings == null ? properties.toBuilder() : settings.values;
    }

    // ---- what it holds ----

    /** Returns the properties; {@link BasicProperties#EMPTY} if there are none. */
    public BasicProperties properties() {
        return settings == null ? properties : settings.encoded();
    }

    /** Returns the size of the body in bytes. */
    public int bodySize() {
        return length;
    }

    /**
     * Returns the bytes of the body: the array that the message was made of, which must not be changed, or a copy if
     * the body is only a part of the array.
     */
    public byte[] body() {
        return length == array.length ? array : Arrays.copyOfRange(array, offset, offset + length);
    }

    /** Returns the body as a read-only buffer, without a copy. */
    public ByteBuffer bodyBuffer() {
        return ByteBuffer.wrap(array, offset, length).slice().asReadOnlyBuffer();
    }

    /** Returns the body as text in UTF-8; malformed bytes become U+FFFD. */
    public String text() {
        return new String(array, offset, length, UTF_8);
    }

    /**
     * Returns the array with the body, which starts at {@link #bodyOffset} and has {@link #bodySize} bytes. It is not
     * copied and must not be changed. For code that copies the body itself.
     */
    public byte[] bodyArray() {
        return array;
    }

    /** Returns the index in {@link #bodyArray} where the body starts. */
    public int bodyOffset() {
        return offset;
    }

    /** Returns the same message with a copy of the body, so that changes of the original array do not affect it. */
    public Message copy() {
        return new Message(properties(), null, Arrays.copyOfRange(array, offset, offset + length), 0, length);
    }

    /** Compares the properties and the bytes of the body. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Message that
                        && Arrays.equals(
                                array, offset, offset + length, that.array, that.offset, that.offset + that.length)
                        && properties().equals(that.properties());
    }

    @Override
    public int hashCode() {
        return 31 * properties().hashCode()
                + ByteBuffer.wrap(array, offset, length).hashCode();
    }

    /** Returns the properties and the size of the body, but not the body, which may be large or confidential. */
    @Override
    public String toString() {
        return "Message[" + properties() + ", " + length + " bytes]";
    }
}
