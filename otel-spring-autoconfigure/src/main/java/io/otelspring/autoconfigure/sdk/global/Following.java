// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.global;

import org.jspecify.annotations.Nullable;

/**
 * Something that is obtained from the current owner, and obtained anew when another takes
 * its place. Asking for it costs a comparison as long as the owner stays the same.
 *
 * @param <T> the type of what is obtained
 */
abstract class Following<T> {

	private final Ownership ownership;

	private volatile @Nullable Target<T> target;

	Following(Ownership ownership) {
		this.ownership = ownership;
	}

	/**
	 * Obtains it from an owner.
	 * @param owner the owner
	 * @return what the owner has
	 */
	abstract T obtain(Owner owner);

	final T current() {
		return of(this.ownership.current());
	}

	final T of(Owner owner) {
		Target<T> target = this.target;
		return (target != null && target.owner == owner) ? target.value : resolve(owner);
	}

	// What is obtained is kept only while its owner is the current one, so that a tracer
	// in a static field does not keep the SDK of a closed context in memory
	private synchronized T resolve(Owner owner) {
		Target<T> target = this.target;
		if (target != null && target.owner == owner) {
			return target.value;
		}
		T value = obtain(owner);
		if (this.ownership.current() == owner) {
			this.ownership.track(this);
			this.target = new Target<>(owner, value);
			forgetOthersThan(this.ownership.current());
		}
		return value;
	}

	final synchronized void forgetOthersThan(Owner owner) {
		Target<T> target = this.target;
		if (target != null && target.owner != owner) {
			this.target = null;
		}
	}

	private record Target<T>(Owner owner, T value) {

	}

}
