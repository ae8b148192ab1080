// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.global;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import org.jspecify.annotations.Nullable;

/**
 * Decides which application context {@link GlobalOpenTelemetry} serves: the first live
 * one, and the next when that one closes.
 * <p>
 * All static state of this package is here. It has to be static because
 * {@link GlobalOpenTelemetry} is, can be set once only, and outlives every context; it
 * holds nothing of a context that has been withdrawn.
 */
public final class GlobalOwnership {

	private static final Ownership OWNERSHIP = new Ownership();

	private static final GlobalDelegate DELEGATE = new GlobalDelegate(OWNERSHIP);

	private static volatile @Nullable ForeignGlobal foreign;

	private GlobalOwnership() {
	}

	/**
	 * Puts the delegate in place, unless it is there or somebody else was faster. To be
	 * called as soon as it is known that the global is to be served.
	 * @return whether the delegate is in place
	 */
	public static boolean register() {
		ForeignGlobal other = null;
		try {
			GlobalOpenTelemetry.set(DELEGATE);
		}
		catch (IllegalStateException ex) {
			OpenTelemetry global = GlobalOpenTelemetry.get();
			other = DELEGATE.isBehind(global) ? null : ForeignGlobal.of(global, ex);
		}
		foreign = other;
		return other == null;
	}

	/**
	 * Who else has set the global, as it was when the delegate was last registered.
	 * @return what is known of the other, or {@code null} where there is none
	 */
	public static @Nullable ForeignGlobal foreign() {
		return foreign;
	}

	/**
	 * Offers the telemetry of a context: it is served from now on, or once those that
	 * were offered before have been withdrawn. To be called on the thread that refreshes
	 * the context, since the class loader of that thread is taken for the context's.
	 * @param contextKey what the context is known by, compared by identity
	 * @param openTelemetry its telemetry; where it is the global itself, it is ignored
	 */
	public static void offer(Object contextKey, OpenTelemetry openTelemetry) {
		if (!DELEGATE.isBehind(openTelemetry)) {
			OWNERSHIP.offer(new Owner(contextKey, openTelemetry, Thread.currentThread().getContextClassLoader()));
		}
	}

	/**
	 * Withdraws the telemetry of a context, and forgets it. To be called after its last
	 * flush, so that what is measured through the global is in that.
	 * @param contextKey what the context was offered by
	 */
	public static void withdraw(Object contextKey) {
		OWNERSHIP.withdraw(contextKey);
	}

}
