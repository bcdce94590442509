// SPDX-License-Identifier: MPL-2.0
package amqp.codec;

/** Types of field table values and their letters, as RabbitMQ uses them; its errata differ from the specification. */
public enum FieldType {
    BOOLEAN('t'),
    INT8('b'),
    UINT8('B'),
    INT16('s'),
    UINT16('u'),
    INT32('I'),
    UINT32('i'),
    INT64('l'),
    FLOAT32('f'),
    FLOAT64('d'),
    DECIMAL('D'),
    STRING('S'),
    BYTES('x'),
    ARRAY('A'),
    TIMESTAMP('T'),
    TABLE('F'),
    VOID('V');

    private static final FieldType[] BY_LETTER = new FieldType[128];

    static {
        for (FieldType type : values()) {
            BY_LETTER[type.letter] = type;
        }
        BY_LETTER['L'] = INT64;
    }

    private final char letter;

    FieldType(char letter) {
        this.letter = letter;
    }

    /** Returns the ASCII letter before an encoded value of this type. */
    public char letter() {
        return letter;
    }

    /**
     * Returns the type of a letter; 'L' is read like 'l'.
     *
     * @throws WireException {@link ReplyCode#SYNTAX_ERROR} for an unknown letter
     */
    public static FieldType of(int letter) {
        FieldType type = letter >= 0 && letter < BY_LETTER.length ? BY_LETTER[letter] : null;
        if (type == null) {
            throw new WireException(
                    ReplyCode.SYNTAX_ERROR, "Unknown field table type 0x" + Integer.toHexString(letter) + ".");
        }
        return type;
    }
}
