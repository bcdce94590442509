// SPDX-License-Identifier: MPL-2.0
package amqp.client.recovery;

import amqp.codec.FieldTable;
import amqp.codec.method.BasicMethod;

/** A consumer that the broker has granted and that is made again after a loss. Called in the strand. */
public interface ReplayableConsumer {
    /** As the application gave it. */
    BasicMethod.Consume request();

    /** The arguments with which it goes on from where it was. */
    FieldTable arguments();

    /** The broker takes no place to go on from, as its queue is no stream: {@link #arguments} has none any more. */
    void noStream();

    /** The tag that the broker knows it by. */
    String consumerTag();

    /** Whether it has ended for good, so that nothing is to be brought back. */
    boolean hasEnded();

    /** It is there again. */
    void resumed();

    /** The broker would not have it back, or the application does not want it back. */
    void notResumed();
}
