// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

import io.micrometer.observation.Observation;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * How the observations of one kind become spans and durations: a row of an
 * {@link ObservationTable}. It is built once and holds no state, so that it can be a
 * constant.
 *
 * <pre class="code">
 * static final ObservationMapping&lt;QueueSenderContext&gt; SEND = ObservationMapping
 * 	.of(QueueSenderContext.class, "queue.send")
 * 	.scope("io.otelspring.queue")
 * 	.kind(SpanKind.PRODUCER)
 * 	.name((context) -> "send " + context.getQueue())
 * 	.constant(MESSAGING_SYSTEM, "queue")
 * 	.attribute(MESSAGING_DESTINATION_NAME, QueueSenderContext::getQueue)
 * 	.attributeAtEnd(MESSAGING_MESSAGE_ID, QueueSenderContext::getMessageId)
 * 	.keyValueAtEnd(MESSAGING_BODY_SIZE, "queue.body.size")
 * 	.duration("messaging.client.operation.duration", "Duration of ...", BUCKETS, MESSAGING_SYSTEM,
 * 			MESSAGING_DESTINATION_NAME)
 * 	.build();
 * </pre>
 *
 * What the bridge does without being told, for every observation:
 * <ul>
 * <li>the kind of a {@code SenderContext} or {@code ReceiverContext} is the one that the
 * context says, and {@code INTERNAL} for all others; {@link Builder#kind} overrides it;
 * <li>trace headers are read from the carrier of a {@code ReceiverContext}, and written
 * to the carrier of a {@code SenderContext} once the span has started, also where the
 * span is not sampled;
 * <li>an exception that the observation has when it stops is recorded as an event, makes
 * the status {@code ERROR} and gives {@code error.type}, on the span and on the
 * histogram; a status is never {@code OK};
 * <li>events of the observation become events of the span;
 * <li>nothing is recorded in a suppressed context.
 * </ul>
 *
 * <b>Only what the mapping names becomes an attribute.</b> All other key values of the
 * observation are dropped. A function that returns {@code null} gives no attribute. What
 * is declared to be known at the start is seen by samplers; what is declared "at end" is
 * read when the observation stops, and only for spans that are recorded. Functions are
 * called for each observation: they must be cheap, and may throw (the attribute is then
 * missing).
 *
 * @param <C> the type of the observation's context
 */
public final class ObservationMapping<C extends Observation.Context> {

	final Class<C> contextType;

	final List<String> names;

	final String scope;

	final @Nullable SpanKind kind;

	final @Nullable Function<? super C, @Nullable String> name;

	final @Nullable Function<? super C, @Nullable String> nameAtEnd;

	final List<MappedAttribute<C>> startAttributes;

	final List<MappedAttribute<C>> endAttributes;

	final @Nullable BiFunction<? super C, Context, Context> parent;

	final @Nullable Function<? super C, ? extends Iterable<SpanContext>> links;

	final Function<? super Throwable, ? extends @Nullable Throwable> error;

	final @Nullable Function<? super C, @Nullable String> errorType;

	final @Nullable Predicate<? super C> recordedIf;

	final @Nullable Predicate<? super C> suppressedIf;

	final List<MappedMetric<C>> metrics;

	final boolean span;

	final boolean events;

	final boolean exceptionEvents;

	private ObservationMapping(Builder<C> builder, List<MappedMetric<C>> metrics) {
		this.contextType = builder.contextType;
		this.names = List.copyOf(builder.names);
		this.scope = builder.scope;
		this.kind = builder.kind;
		this.name = builder.name;
		this.nameAtEnd = builder.nameAtEnd;
		this.startAttributes = List.copyOf(builder.startAttributes);
		this.endAttributes = List.copyOf(builder.endAttributes);
		this.parent = builder.parent;
		this.links = builder.links;
		this.error = builder.error;
		this.errorType = builder.errorType;
		this.recordedIf = builder.recordedIf;
		this.suppressedIf = builder.suppressedIf;
		this.metrics = metrics;
		this.span = builder.span;
		this.events = builder.events;
		this.exceptionEvents = builder.exceptionEvents;
	}

	/**
	 * Begin a mapping of the observations that have a context of the given type and one
	 * of the given names.
	 * @param contextType the type of the context; {@code Observation.Context} matches all
	 * @param names the names, exact or, where they end with {@code *}, as a prefix; none
	 * matches every name, which is right where the type is the library's own, because
	 * users may change names by a convention of their own
	 * @param <C> the type of the context
	 * @return the builder
	 */
	public static <C extends Observation.Context> Builder<C> of(Class<C> contextType, String... names) {
		return new Builder<>(contextType, Arrays.asList(names));
	}

	/**
	 * Return a mapping of observations that are not recorded. Spans below them have the
	 * parent that they would have without the observation, and trace headers are neither
	 * read nor written.
	 * @param names the names, exact or, where they end with {@code *}, as a prefix
	 * @return the mapping
	 */
	public static ObservationMapping<Observation.Context> ignored(String... names) {
		return of(Observation.Context.class, names).recordedIf((context) -> false).build();
	}

	boolean matches(Class<?> type, @Nullable String observation) {
		if (!this.contextType.isAssignableFrom(type)) {
			return false;
		}
		return this.names.isEmpty()
				|| (observation != null && this.names.stream().anyMatch((name) -> matches(name, observation)));
	}

	private static boolean matches(String name, String observation) {
		return name.endsWith("*") ? observation.startsWith(name.substring(0, name.length() - 1))
				: name.equals(observation);
	}

	/**
	 * Collects what a mapping says.
	 *
	 * @param <C> the type of the observation's context
	 */
	public static final class Builder<C extends Observation.Context> {

		private final Class<C> contextType;

		private final List<String> names;

		private final List<MappedAttribute<C>> startAttributes = new ArrayList<>();

		private final List<MappedAttribute<C>> endAttributes = new ArrayList<>();

		private final List<MappedMetric.Description<C>> metrics = new ArrayList<>();

		private String scope = ObservationBridge.SCOPE;

		private @Nullable SpanKind kind;

		private @Nullable Function<? super C, @Nullable String> name;

		private @Nullable Function<? super C, @Nullable String> nameAtEnd;

		private @Nullable BiFunction<? super C, Context, Context> parent;

		private @Nullable Function<? super C, ? extends Iterable<SpanContext>> links;

		private Function<? super Throwable, ? extends @Nullable Throwable> error = (throwable) -> throwable;

		private @Nullable Function<? super C, @Nullable String> errorType;

		private @Nullable Predicate<? super C> recordedIf;

		private @Nullable Predicate<? super C> suppressedIf;

		private boolean span = true;

		private boolean events = true;

		private boolean exceptionEvents = true;

		private Builder(Class<C> contextType, List<String> names) {
			this.contextType = contextType;
			this.names = names;
		}

		/**
		 * Set the instrumentation scope of spans and metrics.
		 * @param scope the scope, {@code io.otelspring.<capability>}
		 * @return this builder
		 */
		public Builder<C> scope(String scope) {
			this.scope = scope;
			return this;
		}

		/**
		 * Set the kind of the span, where the context does not say the right one.
		 * @param kind the kind
		 * @return this builder
		 */
		public Builder<C> kind(SpanKind kind) {
			this.kind = kind;
			return this;
		}

		/**
		 * Set the name of the span. Names have a low cardinality. Without one (or where
		 * the function returns {@code null}) the contextual name of the observation is
		 * used, which many libraries know at the end only, or else its name.
		 * @param name the name, computed at the start
		 * @return this builder
		 */
		public Builder<C> name(Function<? super C, @Nullable String> name) {
			this.name = name;
			return this;
		}

		/**
		 * Set the name that the span gets when it ends, where more is known then. Where
		 * the function returns {@code null}, the name of the start stays.
		 * @param name the name, computed at the end
		 * @return this builder
		 */
		public Builder<C> nameAtEnd(Function<? super C, @Nullable String> name) {
			this.nameAtEnd = name;
			return this;
		}

		/**
		 * Add an attribute that is the same for all.
		 * @param key the attribute
		 * @param value its value
		 * @param <T> the type of the value
		 * @return this builder
		 */
		public <T> Builder<C> constant(AttributeKey<T> key, T value) {
			return attribute(key, (context) -> value);
		}

		/**
		 * Add an attribute that is known at the start.
		 * @param key the attribute
		 * @param value reads it from the context
		 * @param <T> the type of the value
		 * @return this builder
		 */
		public <T> Builder<C> attribute(AttributeKey<T> key, Function<? super C, ? extends @Nullable T> value) {
			this.startAttributes.add(new MappedAttribute<>(key, value));
			return this;
		}

		/**
		 * Add an attribute that is known at the end. Where the same key is declared for
		 * the start, this value replaces that one.
		 * @param key the attribute
		 * @param value reads it from the context
		 * @param <T> the type of the value
		 * @return this builder
		 */
		public <T> Builder<C> attributeAtEnd(AttributeKey<T> key, Function<? super C, ? extends @Nullable T> value) {
			this.endAttributes.add(new MappedAttribute<>(key, value));
			return this;
		}

		/**
		 * Add an attribute whose value is a key value of the observation, of low or high
		 * cardinality, known at the start. The text becomes the type of the attribute;
		 * one that cannot, an empty one, and Micrometer's {@code none} and
		 * {@code unknown} give no attribute.
		 * @param key the attribute
		 * @param keyValue the key of the key value
		 * @return this builder
		 */
		public Builder<C> keyValue(AttributeKey<?> key, String keyValue) {
			this.startAttributes.add(MappedAttribute.ofKeyValue(key, keyValue));
			return this;
		}

		/**
		 * Add an attribute whose value is a key value of the observation that is known at
		 * the end. See {@link #keyValue}.
		 * @param key the attribute
		 * @param keyValue the key of the key value
		 * @return this builder
		 */
		public Builder<C> keyValueAtEnd(AttributeKey<?> key, String keyValue) {
			this.endAttributes.add(MappedAttribute.ofKeyValue(key, keyValue));
			return this;
		}

		/**
		 * Let the span have no parent.
		 * @return this builder
		 */
		public Builder<C> root() {
			return parent((context, parent) -> Context.root());
		}

		/**
		 * Override the parent.
		 * @param parent gets the parent that the bridge found (the extracted context for
		 * a {@code ReceiverContext}), and returns the one to use
		 * @return this builder
		 */
		public Builder<C> parent(BiFunction<? super C, Context, Context> parent) {
			this.parent = parent;
			return this;
		}

		/**
		 * Add links, known at the start. Those that are not valid are left out.
		 * @param links reads the links from the context
		 * @return this builder
		 */
		public Builder<C> links(Function<? super C, ? extends Iterable<SpanContext>> links) {
			this.links = links;
			return this;
		}

		/**
		 * Take off exceptions of the framework that only carry the application's.
		 * @param error returns what is to be recorded in place of the observation's
		 * error, or {@code null} if that is none
		 * @return this builder
		 */
		public Builder<C> error(Function<? super Throwable, ? extends @Nullable Throwable> error) {
			this.error = error;
			return this;
		}

		/**
		 * Set {@code error.type} where it is more than the class of the exception, such
		 * as a code of the remote system. It may be given where there is no exception;
		 * the status is then {@code ERROR} too. Where the function returns {@code null},
		 * the class of the exception counts, if there is one.
		 * @param errorType reads it when the observation stops
		 * @return this builder
		 */
		public Builder<C> errorType(Function<? super C, @Nullable String> errorType) {
			this.errorType = errorType;
			return this;
		}

		/**
		 * Record some of the observations only. The others are as if they were not there:
		 * what is below has the parent that it would have had.
		 * @param recordedIf whether to record, asked at the start
		 * @return this builder
		 */
		public Builder<C> recordedIf(Predicate<? super C> recordedIf) {
			this.recordedIf = recordedIf;
			return this;
		}

		/**
		 * Silence some of the observations with everything that is below them.
		 * @param suppressedIf whether to silence, asked at the start
		 * @return this builder
		 */
		public Builder<C> suppressedIf(Predicate<? super C> suppressedIf) {
			this.suppressedIf = suppressedIf;
			return this;
		}

		/**
		 * Record the duration in a histogram, in seconds, also where the span is not
		 * sampled. {@code error.type} is added where the observation failed.
		 * @param name the name of the histogram
		 * @param description what it measures
		 * @param buckets the upper bounds of its buckets, in seconds
		 * @param attributes those of the mapping's attributes that it has; they are read
		 * when the observation stops and need a low cardinality
		 * @return this builder
		 */
		public Builder<C> duration(String name, String description, List<Double> buckets,
				AttributeKey<?>... attributes) {
			this.metrics.add(new MappedMetric.Description<>(name, description, "s", buckets, null, Attributes.empty(),
					List.of(attributes)));
			return this;
		}

		/**
		 * Count the observations when they stop. {@code error.type} is added where the
		 * observation failed.
		 * @param name the name of the counter
		 * @param description what it counts
		 * @param unit the unit, such as <code>{message}</code>
		 * @param attributes those of the mapping's attributes that it has
		 * @return this builder
		 */
		public Builder<C> count(String name, String description, String unit, AttributeKey<?>... attributes) {
			this.metrics.add(new MappedMetric.Description<>(name, description, unit, null, null, Attributes.empty(),
					List.of(attributes)));
			return this;
		}

		/**
		 * Record a value in a histogram when the observation stops, also where the span
		 * is not sampled.
		 * @param name the name of the histogram
		 * @param description what it measures
		 * @param unit the unit, such as <code>{token}</code>
		 * @param buckets the upper bounds of its buckets
		 * @param value reads the value; where it returns {@code null}, nothing is
		 * recorded
		 * @param constants attributes that are the same for all, by which several values
		 * of one observation are told apart
		 * @param attributes those of the mapping's attributes that it has
		 * @return this builder
		 */
		public Builder<C> histogram(String name, String description, String unit, List<Double> buckets,
				Function<? super C, ? extends @Nullable Number> value, Attributes constants,
				AttributeKey<?>... attributes) {
			this.metrics.add(new MappedMetric.Description<>(name, description, unit, buckets, value, constants,
					List.of(attributes)));
			return this;
		}

		/**
		 * Make no span, but metrics only.
		 * @return this builder
		 */
		public Builder<C> withoutSpan() {
			this.span = false;
			return this;
		}

		/**
		 * Leave the events of the observation out.
		 * @return this builder
		 */
		public Builder<C> withoutEvents() {
			this.events = false;
			return this;
		}

		/**
		 * Record no event for an exception, where an exception is an ordinary outcome or
		 * is recorded elsewhere. The status and {@code error.type} are set all the same.
		 * @return this builder
		 */
		public Builder<C> withoutExceptionEvents() {
			this.exceptionEvents = false;
			return this;
		}

		/**
		 * Build the mapping.
		 * @return the mapping
		 */
		public ObservationMapping<C> build() {
			List<MappedMetric<C>> metrics = new ArrayList<>();
			for (MappedMetric.Description<C> description : this.metrics) {
				List<MappedAttribute<C>> attributes = new ArrayList<>();
				for (AttributeKey<?> key : description.attributes()) {
					attributes.add(declared(key));
				}
				metrics.add(new MappedMetric<>(description, List.copyOf(attributes)));
			}
			return new ObservationMapping<>(this, List.copyOf(metrics));
		}

		private MappedAttribute<C> declared(AttributeKey<?> key) {
			MappedAttribute<C> found = find(this.endAttributes, key);
			found = (found != null) ? found : find(this.startAttributes, key);
			Assert.state(found != null, () -> "The metric's attribute " + key + " is not declared by the mapping");
			return found;
		}

		private @Nullable MappedAttribute<C> find(List<MappedAttribute<C>> attributes, AttributeKey<?> key) {
			return attributes.stream().filter((attribute) -> attribute.key().equals(key)).findFirst().orElse(null);
		}

	}

}
