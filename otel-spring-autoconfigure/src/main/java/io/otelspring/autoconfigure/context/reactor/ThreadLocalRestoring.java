// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.context.reactor;

import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.util.List;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshot.Scope;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.observation.NullObservation;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import reactor.core.publisher.Hooks;
import reactor.util.context.ContextView;

/**
 * Does what Reactor does with thread locals round each signal, for a fraction of the
 * bytes. Mostly all values are already what they should be: then nothing is set, and what
 * is restored is only what somebody has changed meanwhile. Reactor's own way makes a map
 * for each signal and sets everything twice.
 */
final class ThreadLocalRestoring implements ContextSnapshotFactory {

	private static final Log logger = LogFactory.getLog(ThreadLocalRestoring.class);

	private static final String REACTOR = "reactor.core.publisher.ContextPropagation";

	private static final int MAX_ACCESSORS = 31;

	private final ContextSnapshotFactory reactors;

	private final ContextRegistry registry;

	// Weak, since threads outlive the application whose registry it leads to
	private final ThreadLocal<@Nullable WeakReference<NullObservation>> none = new ThreadLocal<>();

	private volatile ThreadLocalAccessor<?>[] accessors = new ThreadLocalAccessor<?>[0];

	/**
	 * Create the factory.
	 * @param reactors what does all that is not done here, and clears what is missing
	 * @param registry knows the thread locals
	 */
	ThreadLocalRestoring(ContextSnapshotFactory reactors, ContextRegistry registry) {
		this.reactors = reactors;
		this.registry = registry;
	}

	/**
	 * Take the place of Reactor's own factory, which cannot be chosen. It is one for the
	 * process, as the registry of thread locals is.
	 */
	static void install() {
		try {
			Field field = ReflectionUtils.findField(ClassUtils.forName(REACTOR, Hooks.class.getClassLoader()), null,
					ContextSnapshotFactory.class);
			if (field == null || !field.trySetAccessible()) {
				return;
			}
			Object present = field.get(null);
			if (present instanceof ContextSnapshotFactory reactors
					&& !present.getClass().getName().equals(ThreadLocalRestoring.class.getName())) {
				field.set(null, new ThreadLocalRestoring(reactors, ContextRegistry.getInstance()));
			}
		}
		catch (Exception | LinkageError ex) {
			logger.debug("Reactor restores thread locals in its own way", ex);
		}
	}

	@Override
	public ContextSnapshot captureAll(Object... contexts) {
		return this.reactors.captureAll(contexts);
	}

	@Override
	public ContextSnapshot captureFrom(Object... contexts) {
		return this.reactors.captureFrom(contexts);
	}

	@Override
	public <C> Scope setThreadLocalsFrom(Object sourceContext, String... keys) {
		ThreadLocalAccessor<?>[] accessors = accessors();
		if (!(sourceContext instanceof ContextView source) || keys.length > 0 || accessors.length > MAX_ACCESSORS) {
			return this.reactors.setThreadLocalsFrom(sourceContext, keys);
		}
		Restored scope = null;
		for (int i = 0; i < accessors.length; i++) {
			ThreadLocalAccessor<?> accessor = accessors[i];
			Object value = source.getOrDefault(accessor.key(), null);
			Object present = accessor.getValue();
			if (!isSame(present, value)) {
				if (scope == null) {
					scope = new Restored(accessors, source);
				}
				scope.set(i, present);
				set(accessor, value, present);
			}
		}
		return (scope != null) ? scope : new Unchanged(accessors, source);
	}

	private ThreadLocalAccessor<?>[] accessors() {
		ThreadLocalAccessor<?>[] known = this.accessors;
		List<ThreadLocalAccessor<?>> registered = this.registry.getThreadLocalAccessors();
		int same = 0;
		// By index, since iterators would be made for each signal
		while (same < known.length && same < registered.size() && registered.get(same) == known[same]) {
			same++;
		}
		if (same != known.length || same != registered.size()) {
			known = registered.toArray(ThreadLocalAccessor<?>[]::new);
			this.accessors = known;
		}
		return known;
	}

	// Micrometer puts an observation in the place of none.
	private static boolean isSame(@Nullable Object present, @Nullable Object value) {
		return present == value || (value == null && present instanceof NullObservation);
	}

	@SuppressWarnings("unchecked")
	private <V> void set(ThreadLocalAccessor<V> accessor, @Nullable Object value, @Nullable Object present) {
		if (value != null) {
			accessor.setValue((V) value);
		}
		else if (accessor instanceof ObservationThreadLocalAccessor observations
				&& present instanceof Observation observation && !observation.isNoop()) {
			observations.setValue(noneAfter(observation));
		}
		else {
			accessor.setValue();
		}
	}

	// Return what Micrometer would make anew each time: one is enough for a thread.
	private Observation noneAfter(Observation observation) {
		ObservationRegistry observations = observation.getObservationRegistry();
		WeakReference<NullObservation> known = this.none.get();
		NullObservation none = (known != null) ? known.get() : null;
		if (none == null || none.getObservationRegistry() != observations) {
			none = new NullObservation(observations);
			this.none.set(new WeakReference<>(none));
		}
		return none;
	}

	@SuppressWarnings("unchecked")
	private static <V> void restore(ThreadLocalAccessor<V> accessor, @Nullable Object value) {
		if (value != null) {
			accessor.restore((V) value);
		}
		else {
			accessor.restore();
		}
	}

	private static void restoreIfChanged(ThreadLocalAccessor<?> accessor, ContextView source) {
		Object before = source.getOrDefault(accessor.key(), null);
		if (!isSame(accessor.getValue(), before)) {
			restore(accessor, before);
		}
	}

	/**
	 * All thread locals had the values that they should have, and are to have them again.
	 *
	 * @param accessors the thread locals
	 * @param source the values
	 */
	private record Unchanged(ThreadLocalAccessor<?>[] accessors, ContextView source) implements Scope {

		@Override
		public void close() {
			for (int i = this.accessors.length - 1; i >= 0; i--) {
				restoreIfChanged(this.accessors[i], this.source);
			}
		}

	}

	/**
	 * Some thread locals had other values.
	 */
	private static final class Restored implements Scope {

		private final ThreadLocalAccessor<?>[] accessors;

		private final ContextView source;

		private final @Nullable Object[] before;

		private int set;

		Restored(ThreadLocalAccessor<?>[] accessors, ContextView source) {
			this.accessors = accessors;
			this.source = source;
			this.before = new Object[accessors.length];
		}

		void set(int index, @Nullable Object before) {
			this.set |= 1 << index;
			this.before[index] = before;
		}

		@Override
		public void close() {
			for (int i = this.accessors.length - 1; i >= 0; i--) {
				if ((this.set & (1 << i)) != 0) {
					restore(this.accessors[i], this.before[i]);
				}
				else {
					restoreIfChanged(this.accessors[i], this.source);
				}
			}
		}

	}

}
