// SPDX-License-Identifier: MPL-2.0
package amqp.credentials.oauth2;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Collects the body of a response up to a number of bytes; a longer one fails, and the rest is not read. */
final class LimitedBody implements BodySubscriber<byte[]> {
    private final BodySubscriber<byte[]> collecting = BodySubscribers.ofByteArray();
    private final int limit;
    private long received;
    private Flow.Subscription subscription;

    /** @param limit bytes */
    LimitedBody(int limit) {
        this.limit = limit;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return collecting.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        collecting.onSubscribe(given);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            received += buffer.remaining();
        }
        if (received > limit) {
            subscription.cancel();
            collecting.onError(new IOException("the answer is longer than " + limit + " bytes"));
        } else {
            collecting.onNext(buffers);
        }
    }

    @Override
    public void onError(Throwable failure) {
        collecting.onError(failure);
    }

    @Override
    public void onComplete() {
        collecting.onComplete();
    }
}
