// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.global;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * The live contexts in the order in which they came, of which the first is served, and
 * those that must know when another takes its place.
 */
final class Ownership {

	private final List<Owner> live = new ArrayList<>();

	private final Set<ObservableRegistration> registrations = new LinkedHashSet<>();

	/**
	 * Weak, since nobody says when a tracer or a counter is no longer used.
	 */
	private final Set<Following<?>> followers = Collections.newSetFromMap(new WeakHashMap<>());

	private volatile Owner current = Owner.NOBODY;

	Owner current() {
		return this.current;
	}

	synchronized void offer(Owner owner) {
		boolean known = this.live.stream().anyMatch((other) -> other.isOf(owner.contextKey()));
		if (known) {
			this.live.replaceAll((other) -> other.isOf(owner.contextKey()) ? owner : other);
		}
		else {
			this.live.add(owner);
		}
		update();
	}

	synchronized void withdraw(Object contextKey) {
		this.live.removeIf((owner) -> owner.isOf(contextKey));
		update();
	}

	private void update() {
		Owner next = this.live.isEmpty() ? Owner.NOBODY : this.live.get(0);
		if (next == this.current) {
			return;
		}
		this.current = next;
		followers().forEach((follower) -> follower.forgetOthersThan(next));
		this.registrations.removeIf((registration) -> !registration.follow(next));
	}

	/**
	 * Adds a follower that has to be told when another owner comes.
	 * @param follower the follower
	 */
	void track(Following<?> follower) {
		synchronized (this.followers) {
			this.followers.add(follower);
		}
	}

	private List<Following<?>> followers() {
		synchronized (this.followers) {
			return new ArrayList<>(this.followers);
		}
	}

	/**
	 * Adds a registration. It takes the place of those that an earlier context made for
	 * the same instrument by the same code and left behind.
	 * @param registration the registration
	 */
	synchronized void add(ObservableRegistration registration) {
		this.registrations.removeIf((other) -> other.yieldTo(registration, this.live));
		this.registrations.add(registration);
		registration.start(this.live.isEmpty() ? Owner.NOBODY : this.live.get(this.live.size() - 1), this.current);
	}

	synchronized void remove(ObservableRegistration registration) {
		this.registrations.remove(registration);
		registration.detach();
	}

}
