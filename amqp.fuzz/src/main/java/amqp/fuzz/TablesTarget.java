// SPDX-License-Identifier: MPL-2.0
package amqp.fuzz;

import amqp.codec.FieldTable;
import amqp.codec.FieldValue;
import amqp.codec.WireException;
import amqp.codec.WireWriter;
import java.util.Arrays;
import java.util.Map;

/** Any octets as a field table: what can be read can be written, in no more octets, and can be had as Java values. */
final class TablesTarget {
    private TablesTarget() {}

    static void run(byte[] octets) {
        FieldTable table = FieldTable.ofOctets(octets);
        table.toString();
        Map<String, FieldValue> entries;
        try {
            entries = table.entries();
        } catch (WireException malformed) {
            return;
        }
        FieldTable again = FieldTable.of(entries);
        Conversation.check(again.encodedSize() <= table.encodedSize(), "it has become longer: " + table);
        Conversation.check(FieldTable.ofOctets(octetsOf(again)).entries().equals(entries), "other entries: " + again);
        FieldTable ofJava = FieldTable.of(table.toMap());
        Conversation.check(ofJava.entries().keySet().equals(entries.keySet()), "other keys: " + ofJava);
        ofJava.toMap();
        table.with("one more", 1).get("one more");
    }

    private static byte[] octetsOf(FieldTable table) {
        var out = new WireWriter();
        out.table(table);
        byte[] withLength = out.toByteArray();
        return Arrays.copyOfRange(withLength, Integer.BYTES, withLength.length);
    }
}
