// SPDX-License-Identifier: MPL-2.0
package amqp.compat.rabbitmq;

import amqp.codec.ReplyCode;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.CancelCallback;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.ConsumerShutdownSignalCallback;
import com.rabbitmq.client.DeliverCallback;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.RecoverableChannel;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The many forms of the same commands that {@link com.rabbitmq.client.Channel} has, brought to one each. */
abstract class ChannelOverloads implements RecoverableChannel {
    private static final String BY_APPLICATION = "OK";

    /**
     * Gives a command and waits for its reply.
     *
     * @param method with its fields checked
     * @return null with no-wait
     */
    abstract @Nullable Method call(Method method) throws IOException;

    // ---- the channel ----

    @Override
    public void close() throws IOException, TimeoutException {
        close(ReplyCode.REPLY_SUCCESS, BY_APPLICATION);
    }

    @Override
    public void abort() throws IOException {
        abort(ReplyCode.REPLY_SUCCESS, BY_APPLICATION);
    }

    // ---- publishing ----

    @Override
    public void basicPublish(String exchange, String routingKey, AMQP.@Nullable BasicProperties props, byte[] body)
            throws IOException {
        basicPublish(exchange, routingKey, false, props, body);
    }

    @Override
    public void basicPublish(
            String exchange, String routingKey, boolean mandatory, AMQP.@Nullable BasicProperties props, byte[] body)
            throws IOException {
        basicPublish(exchange, routingKey, mandatory, false, props, body);
    }

    // ---- exchanges ----

    @Override
    public AMQP.Exchange.DeclareOk exchangeDeclare(String exchange, String type) throws IOException {
        return exchangeDeclare(exchange, type, false, false, null);
    }

    @Override
    public AMQP.Exchange.DeclareOk exchangeDeclare(String exchange, BuiltinExchangeType type) throws IOException {
        return exchangeDeclare(exchange, type.getType());
    }

    @Override
    public AMQP.Exchange.DeclareOk exchangeDeclare(String exchange, String type, boolean durable) throws IOException {
        return exchangeDeclare(exchange, type, durable, false, null);
    }

    @Override
    public AMQP.Exchange.DeclareOk exchangeDeclare(String exchange, BuiltinExchangeType type, boolean durable)
            throws IOException {
        return exchangeDeclare(exchange, type.getType(), durable);
    }

    @Override
    public AMQP.Exchange.DeclareOk exchangeDeclare(
            String exchange, String type, boolean durable, boolean autoDelete, @Nullable Map<String, Object> arguments)
            throws IOException {
        return exchangeDeclare(exchange, type, durable, autoDelete, false, arguments);
    }

    @Override
    public AMQP.Exchange.DeclareOk exchangeDeclare(
            String exchange,
            BuiltinExchangeType type,
            boolean durable,
            boolean autoDelete,
            @Nullable Map<String, Object> arguments)
            throws IOException {
        return exchangeDeclare(exchange, type.getType(), durable, autoDelete, arguments);
    }

    @Override
    public AMQP.Exchange.DeclareOk exchangeDeclare(
            String exchange,
            BuiltinExchangeType type,
            boolean durable,
            boolean autoDelete,
            boolean internal,
            @Nullable Map<String, Object> arguments)
            throws IOException {
        return exchangeDeclare(exchange, type.getType(), durable, autoDelete, internal, arguments);
    }

    @Override
    public AMQP.Exchange.DeclareOk exchangeDeclare(
            String exchange,
            String type,
            boolean durable,
            boolean autoDelete,
            boolean internal,
            @Nullable Map<String, Object> arguments)
            throws IOException {
        return (AMQP.Exchange.DeclareOk) call(new AMQP.Exchange.Declare.Builder()
                .exchange(exchange)
                .type(type)
                .durable(durable)
                .autoDelete(autoDelete)
                .internal(internal)
                .arguments(arguments)
                .build());
    }

    @Override
    public void exchangeDeclareNoWait(
            String exchange,
            String type,
            boolean durable,
            boolean autoDelete,
            boolean internal,
            @Nullable Map<String, Object> arguments)
            throws IOException {
        call(new AMQP.Exchange.Declare.Builder()
                .exchange(exchange)
                .type(type)
                .durable(durable)
                .autoDelete(autoDelete)
                .internal(internal)
                .arguments(arguments)
                .nowait()
                .build());
    }

    @Override
    public void exchangeDeclareNoWait(
            String exchange,
            BuiltinExchangeType type,
            boolean durable,
            boolean autoDelete,
            boolean internal,
            @Nullable Map<String, Object> arguments)
            throws IOException {
        exchangeDeclareNoWait(exchange, type.getType(), durable, autoDelete, internal, arguments);
    }

    @Override
    public AMQP.Exchange.DeclareOk exchangeDeclarePassive(String name) throws IOException {
        return (AMQP.Exchange.DeclareOk) call(new AMQP.Exchange.Declare.Builder()
                .exchange(name)
                .type("")
                .passive()
                .build());
    }

    @Override
    public AMQP.Exchange.DeleteOk exchangeDelete(String exchange) throws IOException {
        return exchangeDelete(exchange, false);
    }

    @Override
    public AMQP.Exchange.DeleteOk exchangeDelete(String exchange, boolean ifUnused) throws IOException {
        return (AMQP.Exchange.DeleteOk) call(new AMQP.Exchange.Delete.Builder()
                .exchange(exchange)
                .ifUnused(ifUnused)
                .build());
    }

    @Override
    public void exchangeDeleteNoWait(String exchange, boolean ifUnused) throws IOException {
        call(new AMQP.Exchange.Delete.Builder()
                .exchange(exchange)
                .ifUnused(ifUnused)
                .nowait()
                .build());
    }

    @Override
    public AMQP.Exchange.BindOk exchangeBind(String destination, String source, String routingKey) throws IOException {
        return exchangeBind(destination, source, routingKey, null);
    }

    @Override
    public AMQP.Exchange.BindOk exchangeBind(
            String destination, String source, String routingKey, @Nullable Map<String, Object> arguments)
            throws IOException {
        return (AMQP.Exchange.BindOk) call(new AMQP.Exchange.Bind.Builder()
                .destination(destination)
                .source(source)
                .routingKey(routingKey)
                .arguments(arguments)
                .build());
    }

    @Override
    public void exchangeBindNoWait(
            String destination, String source, String routingKey, @Nullable Map<String, Object> arguments)
            throws IOException {
        call(new AMQP.Exchange.Bind.Builder()
                .destination(destination)
                .source(source)
                .routingKey(routingKey)
                .arguments(arguments)
                .nowait()
                .build());
    }

    @Override
    public AMQP.Exchange.UnbindOk exchangeUnbind(String destination, String source, String routingKey)
            throws IOException {
        return exchangeUnbind(destination, source, routingKey, null);
    }

    @Override
    public AMQP.Exchange.UnbindOk exchangeUnbind(
            String destination, String source, String routingKey, @Nullable Map<String, Object> arguments)
            throws IOException {
        return (AMQP.Exchange.UnbindOk) call(new AMQP.Exchange.Unbind.Builder()
                .destination(destination)
                .source(source)
                .routingKey(routingKey)
                .arguments(arguments)
                .build());
    }

    @Override
    public void exchangeUnbindNoWait(
            String destination, String source, String routingKey, @Nullable Map<String, Object> arguments)
            throws IOException {
        call(new AMQP.Exchange.Unbind.Builder()
                .destination(destination)
                .source(source)
                .routingKey(routingKey)
                .arguments(arguments)
                .nowait()
                .build());
    }

    // ---- queues ----

    @Override
    public AMQP.Queue.DeclareOk queueDeclare() throws IOException {
        return queueDeclare("", false, true, true, null);
    }

    @Override
    public AMQP.Queue.DeclareOk queueDeclare(
            String queue,
            boolean durable,
            boolean exclusive,
            boolean autoDelete,
            @Nullable Map<String, Object> arguments)
            throws IOException {
        return (AMQP.Queue.DeclareOk) call(new AMQP.Queue.Declare.Builder()
                .queue(queue)
                .durable(durable)
                .exclusive(exclusive)
                .autoDelete(autoDelete)
                .arguments(arguments)
                .build());
    }

    @Override
    public void queueDeclareNoWait(
            String queue,
            boolean durable,
            boolean exclusive,
            boolean autoDelete,
            @Nullable Map<String, Object> arguments)
            throws IOException {
        call(new AMQP.Queue.Declare.Builder()
                .queue(queue)
                .durable(durable)
                .exclusive(exclusive)
                .autoDelete(autoDelete)
                .arguments(arguments)
                .nowait()
                .build());
    }

    @Override
    public AMQP.Queue.DeclareOk queueDeclarePassive(String queue) throws IOException {
        return (AMQP.Queue.DeclareOk) call(new AMQP.Queue.Declare.Builder()
                .queue(queue)
                .passive()
                .exclusive()
                .autoDelete()
                .build());
    }

    @Override
    public long messageCount(String queue) throws IOException {
        return queueDeclarePassive(queue).getMessageCount();
    }

    @Override
    public long consumerCount(String queue) throws IOException {
        return queueDeclarePassive(queue).getConsumerCount();
    }

    @Override
    public AMQP.Queue.DeleteOk queueDelete(String queue) throws IOException {
        return queueDelete(queue, false, false);
    }

    @Override
    public AMQP.Queue.DeleteOk queueDelete(String queue, boolean ifUnused, boolean ifEmpty) throws IOException {
        return (AMQP.Queue.DeleteOk) call(new AMQP.Queue.Delete.Builder()
                .queue(queue)
                .ifUnused(ifUnused)
                .ifEmpty(ifEmpty)
                .build());
    }

    @Override
    public void queueDeleteNoWait(String queue, boolean ifUnused, boolean ifEmpty) throws IOException {
        call(new AMQP.Queue.Delete.Builder()
                .queue(queue)
                .ifUnused(ifUnused)
                .ifEmpty(ifEmpty)
                .nowait()
                .build());
    }

    @Override
    public AMQP.Queue.BindOk queueBind(String queue, String exchange, String routingKey) throws IOException {
        return queueBind(queue, exchange, routingKey, null);
    }

    @Override
    public AMQP.Queue.BindOk queueBind(
            String queue, String exchange, String routingKey, @Nullable Map<String, Object> arguments)
            throws IOException {
        return (AMQP.Queue.BindOk) call(new AMQP.Queue.Bind.Builder()
                .queue(queue)
                .exchange(exchange)
                .routingKey(routingKey)
                .arguments(arguments)
                .build());
    }

    @Override
    public void queueBindNoWait(
            String queue, String exchange, String routingKey, @Nullable Map<String, Object> arguments)
            throws IOException {
        call(new AMQP.Queue.Bind.Builder()
                .queue(queue)
                .exchange(exchange)
                .routingKey(routingKey)
                .arguments(arguments)
                .nowait()
                .build());
    }

    @Override
    public AMQP.Queue.UnbindOk queueUnbind(String queue, String exchange, String routingKey) throws IOException {
        return queueUnbind(queue, exchange, routingKey, null);
    }

    @Override
    public AMQP.Queue.UnbindOk queueUnbind(
            String queue, String exchange, String routingKey, @Nullable Map<String, Object> arguments)
            throws IOException {
        return (AMQP.Queue.UnbindOk) call(new AMQP.Queue.Unbind.Builder()
                .queue(queue)
                .exchange(exchange)
                .routingKey(routingKey)
                .arguments(arguments)
                .build());
    }

    @Override
    public AMQP.Queue.PurgeOk queuePurge(String queue) throws IOException {
        return (AMQP.Queue.PurgeOk)
                call(new AMQP.Queue.Purge.Builder().queue(queue).build());
    }

    // ---- consuming ----

    @Override
    public void basicQos(int prefetchCount) throws IOException {
        basicQos(0, prefetchCount, false);
    }

    @Override
    public void basicQos(int prefetchCount, boolean global) throws IOException {
        basicQos(0, prefetchCount, global);
    }

    @Override
    public void basicQos(int prefetchSize, int prefetchCount, boolean global) throws IOException {
        call(new AMQP.Basic.Qos.Builder()
                .prefetchSize(prefetchSize)
                .prefetchCount(prefetchCount)
                .global(global)
                .build());
    }

    @Override
    public AMQP.Basic.RecoverOk basicRecover() throws IOException {
        return basicRecover(true);
    }

    @Override
    public String basicConsume(String queue, Consumer consumer) throws IOException {
        return basicConsume(queue, false, consumer);
    }

    @Override
    public String basicConsume(String queue, DeliverCallback deliver, CancelCallback cancel) throws IOException {
        return basicConsume(queue, CallbackConsumer.of(this, deliver, cancel, null));
    }

    @Override
    public String basicConsume(String queue, DeliverCallback deliver, ConsumerShutdownSignalCallback shutdown)
            throws IOException {
        return basicConsume(queue, CallbackConsumer.of(this, deliver, null, shutdown));
    }

    @Override
    public String basicConsume(
            String queue, DeliverCallback deliver, CancelCallback cancel, ConsumerShutdownSignalCallback shutdown)
            throws IOException {
        return basicConsume(queue, CallbackConsumer.of(this, deliver, cancel, shutdown));
    }

    @Override
    public String basicConsume(String queue, boolean autoAck, Consumer consumer) throws IOException {
        return basicConsume(queue, autoAck, "", consumer);
    }

    @Override
    public String basicConsume(String queue, boolean autoAck, DeliverCallback deliver, CancelCallback cancel)
            throws IOException {
        return basicConsume(queue, autoAck, CallbackConsumer.of(this, deliver, cancel, null));
    }

    @Override
    public String basicConsume(
            String queue, boolean autoAck, DeliverCallback deliver, ConsumerShutdownSignalCallback shutdown)
            throws IOException {
        return basicConsume(queue, autoAck, CallbackConsumer.of(this, deliver, null, shutdown));
    }

    @Override
    public String basicConsume(
            String queue,
            boolean autoAck,
            DeliverCallback deliver,
            CancelCallback cancel,
            ConsumerShutdownSignalCallback shutdown)
            throws IOException {
        return basicConsume(queue, autoAck, CallbackConsumer.of(this, deliver, cancel, shutdown));
    }

    @Override
    public String basicConsume(
            String queue, boolean autoAck, @Nullable Map<String, Object> arguments, Consumer consumer)
            throws IOException {
        return basicConsume(queue, autoAck, "", false, false, arguments, consumer);
    }

    @Override
    public String basicConsume(
            String queue,
            boolean autoAck,
            @Nullable Map<String, Object> arguments,
            DeliverCallback deliver,
            CancelCallback cancel)
            throws IOException {
        return basicConsume(queue, autoAck, arguments, CallbackConsumer.of(this, deliver, cancel, null));
    }

    @Override
    public String basicConsume(
            String queue,
            boolean autoAck,
            @Nullable Map<String, Object> arguments,
            DeliverCallback deliver,
            ConsumerShutdownSignalCallback shutdown)
            throws IOException {
        return basicConsume(queue, autoAck, arguments, CallbackConsumer.of(this, deliver, null, shutdown));
    }

    @Override
    public String basicConsume(
            String queue,
            boolean autoAck,
            @Nullable Map<String, Object> arguments,
            DeliverCallback deliver,
            CancelCallback cancel,
            ConsumerShutdownSignalCallback shutdown)
            throws IOException {
        return basicConsume(queue, autoAck, arguments, CallbackConsumer.of(this, deliver, cancel, shutdown));
    }

    @Override
    public String basicConsume(String queue, boolean autoAck, String consumerTag, Consumer consumer)
            throws IOException {
        return basicConsume(queue, autoAck, consumerTag, false, false, null, consumer);
    }

    @Override
    public String basicConsume(
            String queue, boolean autoAck, String consumerTag, DeliverCallback deliver, CancelCallback cancel)
            throws IOException {
        return basicConsume(queue, autoAck, consumerTag, CallbackConsumer.of(this, deliver, cancel, null));
    }

    @Override
    public String basicConsume(
            String queue,
            boolean autoAck,
            String consumerTag,
            DeliverCallback deliver,
            ConsumerShutdownSignalCallback shutdown)
            throws IOException {
        return basicConsume(queue, autoAck, consumerTag, CallbackConsumer.of(this, deliver, null, shutdown));
    }

    @Override
    public String basicConsume(
            String queue,
            boolean autoAck,
            String consumerTag,
            DeliverCallback deliver,
            CancelCallback cancel,
            ConsumerShutdownSignalCallback shutdown)
            throws IOException {
        return basicConsume(queue, autoAck, consumerTag, CallbackConsumer.of(this, deliver, cancel, shutdown));
    }

    @Override
    public String basicConsume(
            String queue,
            boolean autoAck,
            String consumerTag,
            boolean noLocal,
            boolean exclusive,
            @Nullable Map<String, Object> arguments,
            DeliverCallback deliver,
            CancelCallback cancel)
            throws IOException {
        return basicConsume(
                queue,
                autoAck,
                consumerTag,
                noLocal,
                exclusive,
                arguments,
                CallbackConsumer.of(this, deliver, cancel, null));
    }

    @Override
    public String basicConsume(
            String queue,
            boolean autoAck,
            String consumerTag,
            boolean noLocal,
            boolean exclusive,
            @Nullable Map<String, Object> arguments,
            DeliverCallback deliver,
            ConsumerShutdownSignalCallback shutdown)
            throws IOException {
        return basicConsume(
                queue,
                autoAck,
                consumerTag,
                noLocal,
                exclusive,
                arguments,
                CallbackConsumer.of(this, deliver, null, shutdown));
    }

    @Override
    public String basicConsume(
            String queue,
            boolean autoAck,
            String consumerTag,
            boolean noLocal,
            boolean exclusive,
            @Nullable Map<String, Object> arguments,
            DeliverCallback deliver,
            CancelCallback cancel,
            ConsumerShutdownSignalCallback shutdown)
            throws IOException {
        return basicConsume(
                queue,
                autoAck,
                consumerTag,
                noLocal,
                exclusive,
                arguments,
                CallbackConsumer.of(this, deliver, cancel, shutdown));
    }

    // ---- transactions and confirms ----

    @Override
    public AMQP.Tx.SelectOk txSelect() throws IOException {
        return (AMQP.Tx.SelectOk) call(new AMQP.Tx.Select.Builder().build());
    }

    @Override
    public AMQP.Tx.CommitOk txCommit() throws IOException {
        return (AMQP.Tx.CommitOk) call(new AMQP.Tx.Commit.Builder().build());
    }

    @Override
    public AMQP.Tx.RollbackOk txRollback() throws IOException {
        return (AMQP.Tx.RollbackOk) call(new AMQP.Tx.Rollback.Builder().build());
    }

    @Override
    public boolean waitForConfirms() throws InterruptedException {
        try {
            return waitForConfirms(0);
        } catch (TimeoutException e) {
            throw new IllegalStateException("a wait without a limit has ended by it", e);
        }
    }

    @Override
    public void waitForConfirmsOrDie() throws IOException, InterruptedException {
        try {
            waitForConfirmsOrDie(0);
        } catch (TimeoutException e) {
            throw new IllegalStateException("a wait without a limit has ended by it", e);
        }
    }
}
