// SPDX-License-Identifier: MPL-2.0
package amqp.octets;

import amqp.codec.FieldTable;
import amqp.codec.FieldValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Field tables with their lengths, as octets and as what they mean. */
public final class TableVectors {
    /** Declared 16 octets, really 17. */
    public static final String DECLARED_TOO_SHORT = "0000001007782d64656c61796cffffffffffff8ad0";

    public static final String UNKNOWN_TYPE = "0000000903666f6f5a000004d2";

    private static final FieldValue MINUS_1 = FieldValue.int32(-1);

    public static final List<Good> GOOD = List.of(
            good("00000000"),
            good("000000080161440000000001", "a", FieldValue.decimal(BigDecimal.ONE)),
            good("000000080161440300000005", "a", FieldValue.decimal(new BigDecimal("0.005"))),
            good("0000000b04746573744402ffffffff", "test", FieldValue.decimal(new BigDecimal("-0.01"))),
            good("0000000b016154000000004d1e6e43", "a", FieldValue.timestamp(Instant.parse("2010-12-31T23:58:59Z"))),
            good(
                    "0000001601616c400000000000000001626cc000000000000000",
                    "a",
                    FieldValue.int64(1L << 62),
                    "b",
                    FieldValue.int64(-1L << 62)),
            good("000000080161740101627400", "a", FieldValue.bool(true), "b", FieldValue.bool(false)),
            good(
                    "0000002e016149ffffffff01624100000019490000000149000000024900000003490000000449ffffffff"
                            + "016749ffffffff",
                    "a",
                    MINUS_1,
                    "b",
                    FieldValue.of(List.of(1, 2, 3, 4, -1)),
                    "g",
                    MINUS_1),
            good(
                    "0000001d0161490000000101634900000001016546000000000164530000000178",
                    "a",
                    FieldValue.int32(1),
                    "c",
                    FieldValue.int32(1),
                    "e",
                    FieldValue.table(FieldTable.EMPTY),
                    "d",
                    FieldValue.string("x")),
            good("0000001107782d64656c61796cffffffffffff8ad0", "x-delay", FieldValue.int64(-30000)),
            good("00000004016b62ff", "k", FieldValue.int8(-1)),
            good("00000004016b42ff", "k", FieldValue.uint8(255)));

    private TableVectors() {}

    public record Good(String hex, Map<String, FieldValue> entries) {}

    private static Good good(String hex, Object... keysAndValues) {
        Map<String, FieldValue> entries = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            entries.put((String) keysAndValues[i], (FieldValue) keysAndValues[i + 1]);
        }
        return new Good(hex, entries);
    }
}
