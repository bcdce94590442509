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
 * A message to publish: its properties and its body. Made of a body, and completed by methods that each give a new
 * message with one property more:
 *
 * <pre>{@code
 * Message order = Message.of(json).contentType("application/json").persistent().header("attempt", 1);
 * }</pre>
 *
 * <p>Immutable and thread-safe, and may be published many times. A body that is given as an array is not copied: the
 * array belongs to the message then and must not be changed as long as the message is in use. Whoever publishes a message
 * just once may use the array again as soon as the publishing method has returned, since that has copied it.
 *
 * <p>For the least work per message, prepare the properties once and use {@link #of(BasicProperties, byte[])}, which
 * allocates nothing but the message. Properties that are set one by one are encoded once, when first asked for. Setting
 * one on a message whose properties were received throws a {@link WireException} if those are malformed.
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

    /** A message without properties. The array is not copied. */
    public static Message of(byte[] body) {
        return of(BasicProperties.EMPTY, body);
    }

    /**
     * A message without properties, whose body is a part of an array. The array is not copied.
     *
     * @param offset of the first byte of the body
     * @param length of the body, in bytes
     * @throws IndexOutOfBoundsException if the part is not within the array
     */
    public static Message of(byte[] array, int offset, int length) {
        return of(BasicProperties.EMPTY, array, offset, length);
    }

    /** A message without properties, whose body are the buffer's remaining bytes, copied; the buffer stays as it is. */
    public static Message of(ByteBuffer body) {
        byte[] copy = new byte[body.remaining()];
        body.get(body.position(), copy);
        return of(copy);
    }

    /** A message without properties, whose body is a text in UTF-8. */
    public static Message of(String body) {
        return of(body.getBytes(UTF_8));
    }

    /** A message of properties and a body. The array is not copied. */
    public static Message of(BasicProperties properties, byte[] body) {
        return new Message(Objects.requireNonNull(properties, "properties"), null, body, 0, body.length);
    }

    /**
     * A message of properties and a body that is a part of an array. The array is not copied.
     *
     * @param offset of the first byte of the body
     * @param length of the body, in bytes
     * @throws IndexOutOfBoundsException if the part is not within the array
     */
    public static Message of(BasicProperties properties, byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        return new Message(Objects.requireNonNull(properties, "properties"), null, array, offset, length);
    }

    // ---- properties: each method gives a new message ----

    /**
     * Sets the MIME type, by which applications know how to read the body.
     *
     * @throws IllegalArgumentException if it is longer than 255 bytes in UTF-8, as with every text here
     */
    public Message contentType(String value) {
        return with(Property.CONTENT_TYPE, value);
    }

    /** Sets the MIME encoding of the body, such as "gzip"; the body itself is not encoded. */
    public Message contentEncoding(String value) {
        return with(Property.CONTENT_ENCODING, value);
    }

    /** Sets all headers, in place of those that there are. */
    public Message headers(FieldTable value) {
        return with(Property.HEADERS, value);
    }

    /**
     * Sets all headers, in place of those that there are, with values converted as by {@link FieldValue#of}.
     *
     * @throws IllegalArgumentException if a key is longer than 255 bytes or a value has no conversion
     */
    public Message headers(Map<String, ?> values) {
        return headers(FieldTable.of(values));
    }

    /**
     * Sets one header, with its value converted as by {@link FieldValue#of}; the other headers stay. For many of them,
     * {@link #headers(Map)} takes less work.
     *
     * @param value null for a void header
     * @throws IllegalArgumentException if the key is longer than 255 bytes or the value has no conversion
     * @throws WireException if the headers that there are were received and are malformed
     */
    public Message header(String key, @Nullable Object value) {
        FieldTable headers = (FieldTable) values().get(Property.HEADERS);
        return headers(headers == null ? FieldTable.of(key, value) : headers.with(key, value));
    }

    /** Lets the message survive a restart of the broker, where its queue does: delivery mode 2. */
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
     * Sets the priority in a queue with priorities; higher goes first.
     *
     * @param value 0 to 255
     */
    public Message priority(int value) {
        return withOctet(Property.PRIORITY, value);
    }

    /** Sets what a reply repeats of its request, so that both are known to belong together. */
    public Message correlationId(String value) {
        return with(Property.CORRELATION_ID, value);
    }

    /** Sets the queue for replies. */
    public Message replyTo(String value) {
        return with(Property.REPLY_TO, value);
    }

    /** Sets the expiration as it goes to the broker; to RabbitMQ a count of milliseconds, as text. */
    public Message expiration(String value) {
        return with(Property.EXPIRATION, value);
    }

    /**
     * Sets how long the message may wait in a queue, as RabbitMQ takes it: in whole milliseconds, with fractions dropped.
     *
     * @param value zero or more
     */
    public Message expiration(Duration value) {
        return expiration(BasicProperties.millis(value));
    }

    /** Sets the application's name for the message. */
    public Message messageId(String value) {
        return with(Property.MESSAGE_ID, value);
    }

    /** Sets the time of the message; AMQP 0-9-1 knows whole seconds, fractions are dropped. */
    public Message timestamp(Instant value) {
        return with(Property.TIMESTAMP, value.getEpochSecond());
    }

    /** Sets the application's kind of message. */
    public Message type(String value) {
        return with(Property.TYPE, value);
    }

    /** Sets the publisher. RabbitMQ refuses a message that names another user than that of the connection. */
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

    /** The properties; {@link BasicProperties#EMPTY} where there are none. */
    public BasicProperties properties() {
        return settings == null ? properties : settings.encoded();
    }

    /** Size of the body in bytes. */
    public int bodySize() {
        return length;
    }

    /**
     * The body's bytes: the very array that the message was made of, not to be changed, or a copy if the body is only a
     * part of it.
     */
    public byte[] body() {
        return length == array.length ? array : Arrays.copyOfRange(array, offset, offset + length);
    }

    /** The body as a read-only buffer, without a copy. */
    public ByteBuffer bodyBuffer() {
        return ByteBuffer.wrap(array, offset, length).slice().asReadOnlyBuffer();
    }

    /** The body as text in UTF-8; malformed bytes become U+FFFD. */
    public String text() {
        return new String(array, offset, length, UTF_8);
    }

    /**
     * The array that holds the body, from {@link #bodyOffset} on, {@link #bodySize} bytes; not copied, and not to be
     * changed. For code that copies the body itself.
     */
    public byte[] bodyArray() {
        return array;
    }

    /** Where in {@link #bodyArray} the body begins. */
    public int bodyOffset() {
        return offset;
    }

    /** The same message with a copy of the body of its own, which changes of the array given to this one don't reach. */
    public Message copy() {
        return new Message(properties(), null, Arrays.copyOfRange(array, offset, offset + length), 0, length);
    }

    /** By properties, as these compare themselves, and by the bytes of the body. */
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

    /** The properties and the size of the body, but not the body: it may be large, or confidential. */
    @Override
    public String toString() {
        return "Message[" + properties() + ", " + length + " bytes]";
    }
}
