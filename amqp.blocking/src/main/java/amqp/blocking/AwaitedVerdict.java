// SPDX-License-Identifier: MPL-2.0
package amqp.blocking;

import amqp.client.PublishCallback;
import amqp.client.UnconfirmedException;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;
import java.util.concurrent.CompletableFuture;

/** The verdict of a publish that has waited for room. */
final class AwaitedVerdict extends CompletableFuture<Verdict> implements PublishCallback {
    @Override
    public void settled(Verdict verdict) {
        complete(verdict);
    }

    @Override
    public void unknown(ClosedException why) {
        completeExceptionally(new UnconfirmedException(why));
    }
}
