// SPDX-License-Identifier: MPL-2.0
package amqp.codec;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A field table (specification 4.2.5.5), backed by its octets: a table that was received is looked at only when it is
 * asked for entries, so one that nobody reads costs one array and can't fail. Immutable and thread-safe.
 */
public final class FieldTable {
    /** How deep tables and arrays may be nested, the outermost one included. */
    public static final int MAX_DEPTH = 32;

    /** Without entries. */
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
     * Converts the values as {@link FieldValue#of} does.
     *
     * @throws IllegalArgumentException if a key is longer than 255 octets or a value has no conversion
     */
    public static FieldTable of(Map<String, ?> values) {
        return JavaValues.table(values, 1);
    }

    /** A table of one entry; see {@link #of(Map)}. A null value makes a void entry. */
    public static FieldTable of(String key, @Nullable Object value) {
        return builder().put(key, value).build();
    }

    /**
     * This table with one entry more, or with another value for a key that it has; the other entries keep their places.
     *
     * @param value converted as {@link FieldValue#of} does; null makes a void entry
     * @throws IllegalArgumentException if the key is longer than 255 octets or the value has no conversion
     * @throws WireException {@link ReplyCode#SYNTAX_ERROR} if the octets are malformed
     */
    public FieldTable with(String key, @Nullable Object value) {
        var builder = builder();
        builder.values.putAll(entries());
        return builder.put(key, value).build();
    }

    /**
     * This table with these entries beside its own, or with other values for keys that it has; see {@link #with(String,
     * Object)}.
     *
     * @throws IllegalArgumentException if a key is longer than 255 octets or a value has no conversion
     * @throws WireException {@link ReplyCode#SYNTAX_ERROR} if the octets are malformed
     */
    public FieldTable with(Map<String, ?> values) {
        var builder = builder();
        builder.values.putAll(entries());
        values.forEach(builder::put);
        return builder.build();
    }

    /** A builder without entries. */
    public static Builder builder() {
        return new Builder();
    }

    /** A table of the octets of its entries, without the length before them; they are copied and not looked at. */
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
     * The entries in wire order, unmodifiable; of a repeated key the last value counts.
     *
     * @throws WireException {@link ReplyCode#SYNTAX_ERROR} if the octets are malformed
     */
    public Map<String, FieldValue> entries() {
        Map<String, FieldValue> known = entries;
        if (known == null) {
            known = parse(octets, 1).entries;
            entries = known;
        }
        return known;
    }

    /** The value of a key, or null where there is none; throws like {@link #entries()}. */
    public @Nullable FieldValue get(String key) {
        return entries().get(key);
    }

    /** Whether there are no entries; looks at no octet, and so can't fail. */
    public boolean isEmpty() {
        return octets.length == 0;
    }

    /** Number of entries; throws like {@link #entries()}. */
    public int size() {
        return entries().size();
    }

    /** Octets on the wire, the 4 of the length included. */
    public int encodedSize() {
        return 4 + octets.length;
    }

    /** A new map of Java values, see {@link FieldValue#toJava()}; throws like {@link #entries()}. */
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

    /** By octets: the same entries in another order make another table. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldTable that && Arrays.equals(octets, that.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    /** The entries, or a note that they are malformed. */
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
         * @throws IllegalArgumentException naming the key, if the value has no conversion
         */
        public Builder put(String key, @Nullable Object value) {
            return put(key, value, 1);
        }

        Builder put(String key, @Nullable Object value, int depth) {
            try {
                values.put(key, JavaValues.toField(value, depth));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("Key \"" + key + "\": " + e.getMessage(), e);
            }
            return this;
        }

        /**
         * @throws IllegalArgumentException if a key is longer than 255 octets, or nesting is too deep
         * @throws WireException if a table within was made of octets that are malformed
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
