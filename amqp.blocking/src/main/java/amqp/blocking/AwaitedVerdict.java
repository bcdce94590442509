// SPDX-License-Identifier: MPL-2.0
package amqp.blocking;

import amqp.client.PublishCallback;
import amqp.client.UnconfirmedException;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The verdict of a publish that has waited for room; of several messages the worst, when each has its own. */
final class AwaitedVerdict extends CompletableFuture<Verdict> implements PublishCallback {
    // Of where verdicts are told, one at a time.
    private int left;
    private Verdict worst = Verdict.ACKED;
    private @Nullable ClosedException whyUnknown;

    AwaitedVerdict(int messages) {
        left = messages;
    }

    @Override
    public void settled(Verdict verdict) {
        if (verdict.compareTo(worst) > 0) {
            worst = verdict;
        }
        oneLess();
    }

    @Override
    public void unknown(ClosedException why) {
        whyUnknown = why;
        oneLess();
    }

    private void oneLess() {
        left--;
        if (left == 0 && whyUnknown != null) {
            completeExceptionally(new UnconfirmedException(whyUnknown));
        } else if (left == 0) {
            complete(worst);
        }
    }
}
