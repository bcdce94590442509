// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** Finds the listeners of all beans as they are made. */
final class ListenerFinder implements BeanPostProcessor {
    /**
     * @param bean that the method is called on, a proxy where there is one
     * @param method that can be called on it
     */
    record Found(Object bean, Method method, AmqpListener annotation) {
        @Override
        public String toString() {
            return method.getDeclaringClass().getSimpleName() + "." + method.getName();
        }
    }

    private final List<Found> found = new CopyOnWriteArrayList<>();
    private volatile Consumer<Found> next = listener -> {};

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        Class<?> type = AopUtils.getTargetClass(bean);
        MethodIntrospector.MetadataLookup<AmqpListener> annotation =
                method -> AnnotatedElementUtils.findMergedAnnotation(method, AmqpListener.class);
        MethodIntrospector.selectMethods(type, annotation)
                .forEach((method, listener) -> add(new Found(bean, callable(method, bean), listener)));
        return bean;
    }

    /** Hands on what was found so far, and what will be found: beans may be made when the application already runs. */
    void forEach(Consumer<Found> next) {
        found.forEach(next);
        this.next = next;
    }

    private void add(Found listener) {
        found.add(listener);
        next.accept(listener);
    }

    private static Method callable(Method method, Object bean) {
        var callable = AopUtils.selectInvocableMethod(method, bean.getClass());
        callable.setAccessible(true);
        return callable;
    }
}
