// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.connection.ClosedException;
import amqp.connection.Verdict;

/** A publish whose verdict is a future. */
final class PublishStage extends ConnectionStage<Verdict> implements PublishCallback {
    PublishStage(ConnectionCore connection) {
        super(connection);
    }

    @Override
    public void settled(Verdict verdict) {
        complete(verdict);
    }

    @Override
    public void unknown(ClosedException why) {
        completeExceptionally(new UnconfirmedException(why));
    }
}
