// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.AdapterProvider;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds I/O adapters with {@link ServiceLoader}, and manages the shared ones. All connections in the process that use
 * an adapter by name share one instance of it; it is closed with the last of them. An application closes an adapter
 * object that it created itself.
 */
public final class Adapters {
    private static final class Shared {
        final Adapter adapter;
        int users;

        Shared(Adapter adapter) {
            this.adapter = adapter;
        }
    }

    private static final String PREFERRED = "nio";

    /** Names whose modules are amqp.adapter and the name. */
    private static final Set<String> OURS = Set.of(PREFERRED, "aio", "blocking", "netty", "vertx");

    private static final Logger LOG = LoggerFactory.getLogger(Adapters.class);
    private static final ReentrantLock LOCK = new ReentrantLock(); // held while an adapter is made: never a monitor
    private static final Map<String, Shared> SHARED = new HashMap<>();

    private Adapters() {}

    /**
     * Returns all adapters found on the class path, on the module path or among the bundles, in their order of
     * preference. An adapter that cannot be loaded is left out, with a warning in the log.
     *
     * @return a new list that the caller may change
     */
    public static List<AdapterProvider> installed() {
        List<AdapterProvider> found = load(ServiceLoader.load(AdapterProvider.class, Adapters.class.getClassLoader()));
        if (found.isEmpty()) {
            found = load(ServiceLoader.load(AdapterProvider.class));
        }
        found.sort(Comparator.comparingInt(AdapterProvider::order));
        return found;
    }

    private static List<AdapterProvider> load(ServiceLoader<AdapterProvider> loader) {
        List<AdapterProvider> found = new ArrayList<>();
        for (Iterator<AdapterProvider> providers = loader.iterator(); ; ) {
            try {
                if (!providers.hasNext()) {
                    return found;
                }
                found.add(providers.next());
            } catch (ServiceConfigurationError broken) {
                LOG.warn("An I/O adapter is left out that can't be made: {}", broken.getMessage(), broken);
            }
        }
    }

    /**
     * Returns the adapter with a name.
     *
     * @param name for instance "nio"; empty for the preferred usable one
     * @throws IllegalArgumentException when there is none, it is not usable here, or two adapters have the name
     */
    public static AdapterProvider find(String name) {
        List<AdapterProvider> all = installed();
        List<AdapterProvider> candidates = new ArrayList<>();
        for (AdapterProvider provider : all) {
            if (name.isEmpty()
                    ? provider.unusableReason().isEmpty()
                    : provider.name().equals(name)) {
                candidates.add(provider);
            }
        }
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException(
                    (name.isEmpty() ? "no usable I/O adapter" : "no I/O adapter \"" + name + "\"")
                            + " found; there are: " + names(all)
                            + ". Add one to the class path or module path, such as amqp.adapter."
                            + (OURS.contains(name) ? name : PREFERRED));
        }
        AdapterProvider first = candidates.get(0);
        if (!name.isEmpty() && candidates.size() > 1) {
            throw new IllegalArgumentException("two I/O adapters claim the name \"" + name + "\": "
                    + candidates.stream().map(Adapters::origin).collect(Collectors.joining(" and "))
                    + ". Take one of them off the class path or module path, or pass an adapter by hand");
        }
        if (!first.unusableReason().isEmpty()) {
            throw new IllegalArgumentException(
                    "the I/O adapter \"" + name + "\" cannot be used here: " + first.unusableReason());
        }
        return first;
    }

    /** Counts one more user of the adapter with this name, made now unless it is in use; see {@link #find}. */
    static Adapter acquire(String name) {
        AdapterProvider provider = find(name);
        LOCK.lock();
        try {
            Shared shared = SHARED.computeIfAbsent(provider.name(), key -> new Shared(provider.create()));
            shared.users++;
            return shared.adapter;
        } finally {
            LOCK.unlock();
        }
    }

    /** Counts one more user of an adapter that is in use. */
    static void retain(Adapter adapter) {
        count(adapter, 1);
    }

    /** Returns whether that was its last user, so that it closes now. */
    static boolean release(Adapter adapter) {
        return count(adapter, -1);
    }

    private static boolean count(Adapter adapter, int change) {
        LOCK.lock();
        try {
            // Not by its name: a third party's adapter may call itself otherwise than its provider does.
            Shared shared = SHARED.values().stream()
                    .filter(each -> each.adapter == adapter)
                    .findFirst()
                    .orElseThrow();
            shared.users += change;
            if (shared.users == 0) {
                SHARED.values().remove(shared);
                adapter.close();
                return true;
            }
            return false;
        } finally {
            LOCK.unlock();
        }
    }

    private static String names(List<AdapterProvider> providers) {
        return providers.isEmpty()
                ? "none"
                : providers.stream().map(Adapters::nameAndReason).collect(Collectors.joining(", "));
    }

    private static String nameAndReason(AdapterProvider provider) {
        String reason = provider.unusableReason();
        return reason.isEmpty() ? provider.name() : provider.name() + " (cannot be used here: " + reason + ")";
    }

    /** The class, and the module or else the file that it is in. */
    private static String origin(AdapterProvider provider) {
        Class<?> type = provider.getClass();
        if (type.getModule().isNamed()) {
            return type.getName() + " in module " + type.getModule().getName();
        }
        CodeSource source = type.getProtectionDomain().getCodeSource();
        boolean located = source != null && source.getLocation() != null;
        return located ? type.getName() + " in " + source.getLocation() : type.getName();
    }
}
