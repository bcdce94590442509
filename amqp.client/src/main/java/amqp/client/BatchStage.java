// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.connection.ConfirmCounts;
import amqp.connection.Verdict;

/** Publishes whose verdicts are counted. Of a channel, whose verdicts are told one at a time. */
final class BatchStage extends ConnectionStage<ConfirmCounts> implements PublishCallback {
    private final int[] counts = new int[Verdict.values().length];
    private int left;

    BatchStage(ConnectionCore connection, int publishes) {
        super(connection);
        left = publishes;
        completeWhenNoneIsLeft();
    }

    @Override
    public void settled(Verdict verdict) {
        counts[verdict.ordinal()]++;
        left--;
        completeWhenNoneIsLeft();
    }

    private void completeWhenNoneIsLeft() {
        if (left == 0) {
            complete(new ConfirmCounts(
                    count(Verdict.ACKED), count(Verdict.NACKED), count(Verdict.RETURNED), count(Verdict.UNKNOWN)));
        }
    }

    private int count(Verdict verdict) {
        return counts[verdict.ordinal()];
    }
}
