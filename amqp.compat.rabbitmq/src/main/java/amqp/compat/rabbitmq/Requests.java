// SPDX-License-Identifier: MPL-2.0
package amqp.compat.rabbitmq;

import amqp.client.Channel;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;
import com.rabbitmq.client.AMQP;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Commands in amqp-client's records, given to a channel of the SDK. */
final class Requests {
    private Requests() {}

    /**
     * @return completes with the reply, or null with no-wait
     * @throws UnsupportedOperationException for a method that is no command of its own (publish, consume, get, acks)
     */
    static CompletionStage<? extends @Nullable Method> give(Channel channel, com.rabbitmq.client.Method method) {
        return switch (method.protocolClassId()) {
            case 40 -> exchange(channel, method);
            case 50 -> queue(channel, method);
            default -> other(channel, method);
        };
    }

    private static CompletionStage<? extends @Nullable Method> exchange(
            Channel channel, com.rabbitmq.client.Method method) {
        if (method instanceof AMQP.Exchange.Declare declare) {
            return channel.exchangeDeclare(new ExchangeMethod.Declare(
                    declare.getExchange(),
                    declare.getType(),
                    declare.getPassive(),
                    declare.getDurable(),
                    declare.getAutoDelete(),
                    declare.getInternal(),
                    declare.getNowait(),
                    Tables.toSdk(declare.getArguments())));
        } else if (method instanceof AMQP.Exchange.Delete delete) {
            return channel.exchangeDelete(
                    new ExchangeMethod.Delete(delete.getExchange(), delete.getIfUnused(), delete.getNowait()));
        } else if (method instanceof AMQP.Exchange.Bind bind) {
            return channel.exchangeBind(new ExchangeMethod.Bind(
                    bind.getDestination(),
                    bind.getSource(),
                    bind.getRoutingKey(),
                    bind.getNowait(),
                    Tables.toSdk(bind.getArguments())));
        } else if (method instanceof AMQP.Exchange.Unbind unbind) {
            return channel.exchangeUnbind(new ExchangeMethod.Unbind(
                    unbind.getDestination(),
                    unbind.getSource(),
                    unbind.getRoutingKey(),
                    unbind.getNowait(),
                    Tables.toSdk(unbind.getArguments())));
        }
        throw notACommand(method);
    }

    private static CompletionStage<? extends @Nullable Method> queue(
            Channel channel, com.rabbitmq.client.Method method) {
        if (method instanceof AMQP.Queue.Declare declare) {
            return channel.queueDeclare(new QueueMethod.Declare(
                    declare.getQueue(),
                    declare.getPassive(),
                    declare.getDurable(),
                    declare.getExclusive(),
                    declare.getAutoDelete(),
                    declare.getNowait(),
                    Tables.toSdk(declare.getArguments())));
        } else if (method instanceof AMQP.Queue.Delete delete) {
            return channel.queueDelete(new QueueMethod.Delete(
                    delete.getQueue(), delete.getIfUnused(), delete.getIfEmpty(), delete.getNowait()));
        } else if (method instanceof AMQP.Queue.Bind bind) {
            return channel.queueBind(new QueueMethod.Bind(
                    bind.getQueue(),
                    bind.getExchange(),
                    bind.getRoutingKey(),
                    bind.getNowait(),
                    Tables.toSdk(bind.getArguments())));
        } else if (method instanceof AMQP.Queue.Unbind unbind) {
            return channel.queueUnbind(new QueueMethod.Unbind(
                    unbind.getQueue(),
                    unbind.getExchange(),
                    unbind.getRoutingKey(),
                    Tables.toSdk(unbind.getArguments())));
        } else if (method instanceof AMQP.Queue.Purge purge) {
            return channel.queuePurge(new QueueMethod.Purge(purge.getQueue(), purge.getNowait()));
        }
        throw notACommand(method);
    }

    private static CompletionStage<? extends @Nullable Method> other(
            Channel channel, com.rabbitmq.client.Method method) {
        if (method instanceof AMQP.Basic.Qos qos) {
            return channel.basicQos(
                    new BasicMethod.Qos(qos.getPrefetchSize(), qos.getPrefetchCount(), qos.getGlobal()));
        } else if (method instanceof AMQP.Basic.Cancel cancel) {
            return channel.basicCancel(cancel.getConsumerTag());
        } else if (method instanceof AMQP.Basic.Recover recover) {
            return channel.basicRecover(recover.getRequeue());
        } else if (method instanceof AMQP.Confirm.Select) {
            return channel.confirmSelect();
        } else if (method instanceof AMQP.Tx.Select) {
            return channel.txSelect();
        } else if (method instanceof AMQP.Tx.Commit) {
            return channel.txCommit();
        } else if (method instanceof AMQP.Tx.Rollback) {
            return channel.txRollback();
        }
        throw notACommand(method);
    }

    private static UnsupportedOperationException notACommand(com.rabbitmq.client.Method method) {
        return new UnsupportedOperationException(
                method.protocolMethodName() + " can't be given as a bare method; use the method of Channel for it");
    }
}
