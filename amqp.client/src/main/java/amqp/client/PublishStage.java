// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.connection.ClosedException;
import amqp.connection.Verdict;
import java.util.concurrent.CompletableFuture;

/** A publish whose verdict is a future. */
final class PublishStage extends CompletableFuture<Verdict> implements PublishCallback {
    @Override
    public void settled(Verdict verdict) {
        complete(verdict);
    }

    @Override
    public void unknown(ClosedException why) {
        completeExceptionally(new UnconfirmedException(why));
    }
}
