// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.ChannelMethod;
import amqp.codec.method.ConfirmMethod;
import amqp.codec.method.ConnectionMethod;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;
import amqp.codec.method.TxMethod;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** What the null broker answers to whom: always that all is well, and every queue is empty. */
final class Replies {
    private static final Map<Class<? extends Method>, Function<Method, Method>> TABLE = new HashMap<>();

    static {
        always(ConnectionMethod.StartOk.class, new ConnectionMethod.Tune(4095, NullBroker.FRAME_MAX, 0));
        always(ConnectionMethod.Open.class, new ConnectionMethod.OpenOk());
        always(ConnectionMethod.Close.class, new ConnectionMethod.CloseOk());
        always(ConnectionMethod.UpdateSecret.class, new ConnectionMethod.UpdateSecretOk());
        always(ChannelMethod.Open.class, new ChannelMethod.OpenOk());
        always(ChannelMethod.Close.class, new ChannelMethod.CloseOk());
        reply(ChannelMethod.Flow.class, flow -> new ChannelMethod.FlowOk(flow.active()));
        always(ConfirmMethod.Select.class, new ConfirmMethod.SelectOk());
        always(ExchangeMethod.Declare.class, new ExchangeMethod.DeclareOk());
        always(ExchangeMethod.Delete.class, new ExchangeMethod.DeleteOk());
        always(ExchangeMethod.Bind.class, new ExchangeMethod.BindOk());
        always(ExchangeMethod.Unbind.class, new ExchangeMethod.UnbindOk());
        reply(QueueMethod.Declare.class, declare -> new QueueMethod.DeclareOk(named(declare.queue()), 0, 0));
        always(QueueMethod.Delete.class, new QueueMethod.DeleteOk(0));
        always(QueueMethod.Bind.class, new QueueMethod.BindOk());
        always(QueueMethod.Unbind.class, new QueueMethod.UnbindOk());
        always(QueueMethod.Purge.class, new QueueMethod.PurgeOk(0));
        always(BasicMethod.Qos.class, new BasicMethod.QosOk());
        always(BasicMethod.Get.class, new BasicMethod.GetEmpty());
        always(BasicMethod.Recover.class, new BasicMethod.RecoverOk());
        reply(BasicMethod.Cancel.class, cancel -> new BasicMethod.CancelOk(cancel.consumerTag()));
        always(TxMethod.Select.class, new TxMethod.SelectOk());
        always(TxMethod.Commit.class, new TxMethod.CommitOk());
        always(TxMethod.Rollback.class, new TxMethod.RollbackOk());
    }

    private Replies() {}

    /**
     * The answer to a method that wants one.
     *
     * @throws IllegalArgumentException when there is none
     */
    static Method to(Method method) {
        Function<Method, Method> reply = TABLE.get(method.getClass());
        if (reply == null) {
            throw new IllegalArgumentException("the null broker has no answer to " + method.protocolName());
        }
        return reply.apply(method);
    }

    private static String named(String queue) {
        return queue.isEmpty() ? "null.queue" : queue;
    }

    private static void always(Class<? extends Method> request, Method answer) {
        TABLE.put(request, unused -> answer);
    }

    private static <M extends Method> void reply(Class<M> request, Function<M, Method> answer) {
        TABLE.put(request, method -> answer.apply(request.cast(method)));
    }
}
