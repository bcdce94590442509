// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.blocking.BlockingConnection;
import amqp.client.Delivery;
import amqp.codec.Message;
import amqp.flow.DeliveryPublisher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/** Reads a queue as a reactive stream, a java.util.concurrent.Flow.Publisher: no more comes than is requested. */
public final class FlowPublisher {
    private FlowPublisher() {}

    public static void main(String[] args) {
        try (var connection = BlockingConnection.open(Arguments.of(args).uri());
                var channel = connection.openChannel()) {
            String queue = channel.queueDeclare().queue();
            for (String fruit : List.of("apple", "pear", "plum", "quince")) {
                channel.publish("", queue, Message.of(fruit));
            }

            // tag::subscribe[]
            var three = new FirstThree();
            // Reactor: JdkFlowAdapter.flowPublisherToFlux(publisher); RxJava: FlowAdapters with Reactive Streams.
            new DeliveryPublisher(connection.connection(), queue).subscribe(three);
            // end::subscribe[]

            List<String> fruits = three.all.orTimeout(10, TimeUnit.SECONDS).join();
            Claim.equal(List.of("apple", "pear", "plum"), fruits, "the first three");
            System.out.println("requested three and got " + fruits);
        }
    }

    // tag::subscriber[]
    /** Requests one message at a time and cancels after the third. */
    private static final class FirstThree implements Flow.Subscriber<Delivery> {
        final CompletableFuture<List<String>> all = new CompletableFuture<>();
        private final List<String> fruits = new ArrayList<>();
        private Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription begun) {
            subscription = begun;
            subscription.request(1);
        }

        @Override
        public void onNext(Delivery delivery) {
            fruits.add(delivery.message().text());
            delivery.ack();
            if (fruits.size() < 3) {
                subscription.request(1);
            } else {
                subscription.cancel();
                all.complete(fruits);
            }
        }

        @Override
        public void onError(Throwable failure) {
            all.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            all.completeExceptionally(new IllegalStateException("the stream ended after " + fruits));
        }
    }
    // end::subscriber[]
}
