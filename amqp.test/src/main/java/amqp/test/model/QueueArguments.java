// SPDX-License-Identifier: MPL-2.0
package amqp.test.model;

import amqp.codec.FieldTable;
import amqp.codec.FieldValue;
import amqp.codec.ReplyCode;
import amqp.codec.WireException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a queue's arguments ask for; those that the broker does not know are refused, so that no test passes by mistake. */
final class QueueArguments {
    private static final Set<String> KNOWN = Set.of(
            "x-message-ttl",
            "x-expires",
            "x-max-length",
            "x-max-length-bytes",
            "x-overflow",
            "x-dead-letter-exchange",
            "x-dead-letter-routing-key",
            "x-max-priority",
            "x-single-active-consumer",
            "x-queue-type",
            "x-delivery-limit");

    private final FieldTable table;

    QueueArguments(String queue, FieldTable table) {
        this.table = table;
        for (String name : table.entries().keySet()) {
            if (!KNOWN.contains(name)) {
                throw notHere(queue, name);
            }
        }
        String type = text("x-queue-type");
        if (type != null && !type.equals("classic") && !type.equals("quorum")) {
            throw notHere(queue, "x-queue-type " + type);
        }
    }

    private static Refusal notHere(String queue, String what) {
        return Refusal.ofConnection(
                ReplyCode.NOT_IMPLEMENTED, "the test broker does not have " + what + " of queue '" + queue + "'");
    }

    /** Null where it is not given. */
    @Nullable
    String text(String name) {
        FieldValue value = table.get(name);
        return value == null ? null : value.asString();
    }

    long number(String name, long otherwise) {
        FieldValue value = table.get(name);
        try {
            return value == null ? otherwise : value.asLong();
        } catch (WireException | IllegalStateException e) {
            throw Refusal.ofChannel(ReplyCode.PRECONDITION_FAILED, "invalid arg '" + name + "': not a number");
        }
    }

    boolean isTrue(String name) {
        FieldValue value = table.get(name);
        return value != null && value.asBoolean();
    }
}
