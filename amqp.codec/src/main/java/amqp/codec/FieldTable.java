// SPDX-License-Identifier: MPL-2.0
package amqp.codec;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A field table (specification 4.2.5.5), kept as encoded bytes. A received table is decoded only when its entries are
 * read, so a table that nobody reads costs one array and causes no error. Immutable and thread-safe.
 */
public final class FieldTable {
    /** The deepest nesting of tables and arrays, including the outermost. */
    public static final int MAX_DEPTH = 32;

    /** A table without entries. */
    public static final FieldTable EMPTY = new FieldTable(new byte[0], Map.of());

    /** The entries, without the length before them. */
    private final byte[] octets;

    /** Null until asked for. Written without a lock: the unmodifiable map publishes itself safely by its final field. */
    private @Nullable Map<String, FieldValue> entries;

    private FieldTable(byte[] octets, @Nullable Map<String, FieldValue> entries) {
        this.octets = octets;
        this.entries = entries;
    }

    /**
     * Returns a table of values, converted as {@link FieldValue#of} does.
     *
     * @throws IllegalArgumentException if a key is longer than 255 bytes or a value has no conversion
     */
    public static FieldTable of(Map<String, ?> values) {
        return JavaValues.table(values, 1);
    }

    /** Returns a table with one entry; see {@link #of(Map)}. Null makes a void entry. */
    public static FieldTable of(String key, @Nullable Object value) {
        return builder().put(key, value).build();
    }

    /**
     * Returns a copy with one more entry, or with another value for an existing key; the other entries keep their
     * order.
     *
     * @param value converted as {@link FieldValue#of} does; null makes a void entry
     * @throws IllegalArgumentException if the key is longer than 255 bytes or the value has no conversion
     * @throws WireException {@link ReplyCode#SYNTAX_ERROR} if the bytes are malformed
     */
    public FieldTable with(String key, @Nullable Object value) {
        var builder = builder();
        builder.values.putAll(entries());
        return builder.put(key, value).build();
    }

    /**
     * Returns a copy with more entries, or with other values for existing keys; see {@link #with(String, Object)}.
     *
     * @throws IllegalArgumentException if a key is longer than 255 bytes or a value has no conversion
     * @throws WireException {@link ReplyCode#SYNTAX_ERROR} if the bytes are malformed
     */
    public FieldTable with(Map<String, ?> values) {
        var builder = builder();
        builder.values.putAll(entries());
        values.forEach(builder::put);
        return builder.build();
    }

    /** Returns a builder without entries. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns a table made of the encoded entries, without the length before them. The bytes are copied and not
     * decoded.
     */
    public static FieldTable ofOctets(byte[] entries) {
        return entries.length == 0 ? EMPTY : owning(entries.clone());
    }

    /** As {@link #ofOctets}, but the array is handed over. */
    static FieldTable owning(byte[] entries) {
        return new FieldTable(entries, null);
    }

    /** A table read at once, with all within; {@code depth} counts itself and what is around it. */
    static FieldTable parse(byte[] octets, int depth) {
        checkParsedDepth(depth);
        Map<String, FieldValue> entries = new LinkedHashMap<>();
        WireReader in = WireReader.over(octets);
        while (in.remaining() > 0) {
            String key = in.shortString();
            entries.put(key, FieldCodec.read(in, depth));
        }
        return new FieldTable(octets, Collections.unmodifiableMap(entries));
    }

    /**
     * Returns the entries in encoded order, unmodifiable; for a repeated key, the last value counts.
     *
     * @throws WireException {@link ReplyCode#SYNTAX_ERROR} if the bytes are malformed
     */
    public Map<String, FieldValue> entries() {
        Map<String, FieldValue> known = entries;
        if (known == null) {
            known = parse(octets, 1).entries;
            entries = known;
        }
        return known;
    }

    /** Returns the value of a key, or null if there is none; throws like {@link #entries()}. */
    public @Nullable FieldValue get(String key) {
        return entries().get(key);
    }

    /** Returns whether there are no entries; decodes nothing, so it never throws. */
    public boolean isEmpty() {
        return octets.length == 0;
    }

    /** Returns the number of entries; throws like {@link #entries()}. */
    public int size() {
        return entries().size();
    }

    /** Returns the number of encoded bytes, including the 4 of the length. */
    public int encodedSize() {
        return 4 + octets.length;
    }

    /** Returns a new map of Java values, see {@link FieldValue#toJava()}; throws like {@link #entries()}. */
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        entries().forEach((key, value) -> map.put(key, value.toJava()));
        return map;
    }

    void writeTo(WireWriter out) {
        out.longInt(octets.length);
        out.octets(octets, 0, octets.length);
    }

    int depth() {
        int deepest = 0;
        for (FieldValue value : entries().values()) {
            deepest = Math.max(deepest, value.depth());
        }
        return 1 + deepest;
    }

    static void checkDepth(int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "Tables and arrays are nested deeper than " + MAX_DEPTH + " levels: flatten them.");
        }
    }

    static void checkParsedDepth(int depth) {
        if (depth > MAX_DEPTH) {
            throw new WireException(
                    ReplyCode.SYNTAX_ERROR, "Tables and arrays are nested deeper than " + MAX_DEPTH + " levels.");
        }
    }

    /** Compares the encoded bytes: the same entries in another order make a different table. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldTable that && Arrays.equals(octets, that.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    /** Returns the entries as text, or a note that they are malformed. */
    @Override
    public String toString() {
        try {
            return ForeignText.line(entries().toString());
        } catch (WireException e) {
            return "{malformed, " + octets.length + " bytes}";
        }
    }

    /** Collects entries in order; for one thread. */
    public static final class Builder {
        private final Map<String, FieldValue> values = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Sets an entry, converting the value as {@link FieldValue#of} does; null makes a void entry.
         *
         * @throws IllegalArgumentException if the value has no conversion; the message names the key
         */
        public Builder put(String key, @Nullable Object value) {
            return put(key, value, 1);
        }

        Builder put(String key, @Nullable Object value, int depth) {
            Objects.requireNonNull(key, "key");
            try {
                values.put(key, JavaValues.toField(value, depth));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("Key \"" + key + "\": " + e.getMessage(), e);
            }
            return this;
        }

        /**
         * Returns the table.
         *
         * @throws IllegalArgumentException if a key is longer than 255 bytes, or nesting is too deep
         * @throws WireException if a table inside was made of malformed bytes
         */
        public FieldTable build() {
            if (values.isEmpty()) {
                return EMPTY;
            }
            var out = new WireWriter();
            values.forEach((key, value) -> {
                out.shortString(key);
                FieldCodec.write(out, value);
            });
            var table = new FieldTable(out.toByteArray(), Collections.unmodifiableMap(new LinkedHashMap<>(values)));
            checkDepth(table.depth());
            return table;
        }
    }
}
