// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.util.concurrent.atomic.AtomicReference;

import io.opentelemetry.context.Context;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.ReactiveAdapter;
import org.springframework.util.ClassUtils;

/**
 * The call of a method that returned a reactive type, which becomes a call to record with
 * each subscription.
 */
final class ReactiveCall {

	private static final Log logger = LogFactory.getLog(ReactiveCall.class);

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.publisher.Flux",
			ReactiveCall.class.getClassLoader());

	private final MethodRecipe recipe;

	private final Context caller;

	private final @Nullable Object[] arguments;

	private final @Nullable AtomicReference<@Nullable OpenCall> first;

	/**
	 * Create the call.
	 * @param recipe the recipe of the method
	 * @param caller the context that the method was called in
	 * @param arguments the arguments of the call
	 * @param first the call that has begun already, where the method's declaration did
	 * not tell that its result is reactive; the first subscription takes it over
	 */
	ReactiveCall(MethodRecipe recipe, Context caller, @Nullable Object[] arguments, @Nullable OpenCall first) {
		this.recipe = recipe;
		this.caller = caller;
		this.arguments = arguments;
		this.first = (first != null) ? new AtomicReference<>(first) : null;
	}

	/**
	 * Return an object of the same reactive type that records its subscriptions.
	 * @param result what the method returned
	 * @param declared the type that the caller expects
	 * @return what to return instead
	 */
	Object follow(Object result, Class<?> declared) {
		try {
			Object recording = REACTOR ? ReactorResults.recording(result, this) : recording(result);
			if (recording != null && declared.isInstance(recording)) {
				return recording;
			}
		}
		catch (Throwable ex) {
			logger.debug("Failed to follow the result of " + this.recipe.method(), ex);
		}
		begin(this.caller).succeed(null);
		return result;
	}

	private @Nullable Object recording(Object result) {
		ReactiveAdapter adapter = ResultKind.reactiveAdapter(result.getClass());
		if (adapter == null) {
			return null;
		}
		Publisher<Object> source = adapter.toPublisher(result);
		Publisher<Object> recording = (subscriber) -> {
			Context parent = parent(null);
			OpenCall call = begin(parent);
			RecordingSubscriber.subscribe(source,
					new RecordingSubscriber<>(subscriber, call, parent, !adapter.isMultiValue()), call);
		};
		return adapter.fromPublisher(recording);
	}

	/**
	 * Return the context that a subscription belongs to: the one that came with the
	 * subscription, else that of the thread, else that of the method's call, since a
	 * subscription may be moved to a thread that knows nothing.
	 * @param handedDown what the subscriber brings
	 * @return the context
	 */
	Context parent(@Nullable Context handedDown) {
		if (handedDown != null) {
			return handedDown;
		}
		Context current = Context.current();
		return (current != Context.root()) ? current : this.caller;
	}

	OpenCall begin(Context parent) {
		OpenCall begun = (this.first != null) ? this.first.getAndSet(null) : null;
		return (begun != null) ? begun : OpenCall.begin(this.recipe, parent, this.arguments);
	}

}
