// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.AdapterProvider;
import java.util.function.Supplier;

/**
 * Adapters of third parties. Loaded once more, outside of this module, by {@link amqp.testkit.ForeignLoader}, so that they can't share
 * classes with the tests: what makes their adapters is left among the system properties.
 */
public final class ForeignProviders {
    static final String FACTORY = ForeignProviders.class.getName();

    private ForeignProviders() {}

    private static Adapter make() {
        return (Adapter) ((Supplier<?>) System.getProperties().get(FACTORY)).get();
    }

    public static final class First implements AdapterProvider {
        public First() {}

        @Override
        public String name() {
            return "first";
        }

        @Override
        public int order() {
            return 1;
        }

        @Override
        public String unusableReason() {
            return "";
        }

        @Override
        public Adapter create() {
            return make();
        }
    }

    public static final class Twin implements AdapterProvider {
        public Twin() {}

        @Override
        public String name() {
            return "first";
        }

        @Override
        public int order() {
            return 2;
        }

        @Override
        public String unusableReason() {
            return "";
        }

        @Override
        public Adapter create() {
            return make();
        }
    }

    /** Lacks a library, say. */
    public static final class Broken implements AdapterProvider {
        public Broken() {
            throw new NoClassDefFoundError("com/example/Loop");
        }

        @Override
        public String name() {
            return "broken";
        }

        @Override
        public int order() {
            return 0;
        }

        @Override
        public String unusableReason() {
            return "";
        }

        @Override
        public Adapter create() {
            throw new IllegalStateException("this is never reached");
        }
    }

    public static final class Unusable implements AdapterProvider {
        public Unusable() {}

        @Override
        public String name() {
            return "unusable";
        }

        @Override
        public int order() {
            return 0;
        }

        @Override
        public String unusableReason() {
            return "it needs another kernel";
        }

        @Override
        public Adapter create() {
            throw new IllegalStateException(unusableReason());
        }
    }
}
