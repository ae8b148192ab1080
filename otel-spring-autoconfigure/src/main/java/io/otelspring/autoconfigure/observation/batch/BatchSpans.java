// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.observation.batch;

import java.util.List;
import java.util.function.ToLongFunction;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.scope.context.JobContext;
import org.springframework.batch.core.scope.context.JobSynchronizationManager;
import org.springframework.batch.core.scope.context.StepContext;
import org.springframework.batch.core.scope.context.StepSynchronizationManager;
import org.springframework.batch.core.step.StepExecution;

import io.otelspring.autoconfigure.observation.ObservationMapping;
import io.otelspring.autoconfigure.observation.ObservationTable;

/**
 * How the jobs and steps of Spring Batch become spans. Its observations know neither the
 * exception that made a step fail, but only its text, nor that a job failed because a
 * step did. Both are asked of the execution, which belongs to the thread until after the
 * observation has stopped.
 */
final class BatchSpans {

	private static final String SCOPE = "io.otelspring.batch";

	private static final ObservationMapping<Observation.Context> JOB = ObservationMapping
		.of(Observation.Context.class, "spring.batch.job")
		.scope(SCOPE)
		.kind(SpanKind.INTERNAL)
		.name((context) -> named("job", context, "spring.batch.job.name"))
		.keyValue(BatchAttributes.JOB_NAME, "spring.batch.job.name")
		.keyValue(BatchAttributes.JOB_INSTANCE_ID, "spring.batch.job.instanceId")
		.keyValue(BatchAttributes.JOB_EXECUTION_ID, "spring.batch.job.executionId")
		.keyValueAtEnd(BatchAttributes.JOB_STATUS, "spring.batch.job.status")
		.error(BatchSpans::jobFailure)
		.errorType((context) -> failedStep())
		.build();

	private static final ObservationMapping<Observation.Context> STEP = ObservationMapping
		.of(Observation.Context.class, "spring.batch.step")
		.scope(SCOPE)
		.kind(SpanKind.INTERNAL)
		.name((context) -> named("step", context, "spring.batch.step.name"))
		.keyValue(BatchAttributes.JOB_NAME, "spring.batch.step.job.name")
		.keyValue(BatchAttributes.STEP_NAME, "spring.batch.step.name")
		.keyValue(BatchAttributes.STEP_EXECUTION_ID, "spring.batch.step.executionId")
		.keyValueAtEnd(BatchAttributes.STEP_STATUS, "spring.batch.step.status")
		.attributeAtEnd(BatchAttributes.STEP_READ_COUNT, (context) -> count(StepExecution::getReadCount))
		.attributeAtEnd(BatchAttributes.STEP_WRITE_COUNT, (context) -> count(StepExecution::getWriteCount))
		.attributeAtEnd(BatchAttributes.STEP_FILTER_COUNT, (context) -> count(StepExecution::getFilterCount))
		.attributeAtEnd(BatchAttributes.STEP_SKIP_COUNT, (context) -> count(StepExecution::getSkipCount))
		.error(BatchSpans::stepFailure)
		.build();

	private static final ObservationMapping<Observation.Context> CHUNK = ObservationMapping
		.of(Observation.Context.class, "spring.batch.chunk.write")
		.scope(SCOPE)
		.kind(SpanKind.INTERNAL)
		.name((context) -> named("write", context, "spring.batch.chunk.write.step.name"))
		.keyValue(BatchAttributes.JOB_NAME, "spring.batch.chunk.write.job.name")
		.keyValue(BatchAttributes.STEP_NAME, "spring.batch.chunk.write.step.name")
		.build();

	/**
	 * It is over in no time or lasts as long as the job.
	 */
	private static final ObservationMapping<Observation.Context> LAUNCH = ObservationMapping
		.ignored("spring.batch.job.launch.count");

	private BatchSpans() {
	}

	static ObservationTable table() {
		return ObservationTable.of(JOB, STEP, CHUNK, LAUNCH);
	}

	private static String named(String what, Observation.Context context, String key) {
		KeyValue name = context.getLowCardinalityKeyValue(key);
		return (name != null) ? what + " " + name.getValue() : what;
	}

	private static @Nullable Long count(ToLongFunction<StepExecution> count) {
		StepContext context = StepSynchronizationManager.getContext();
		return (context != null) ? count.applyAsLong(context.getStepExecution()) : null;
	}

	private static @Nullable Throwable jobFailure(Throwable summary) {
		JobContext context = JobSynchronizationManager.getContext();
		return (context != null) ? cause(context.getJobExecution().getFailureExceptions(), summary) : summary;
	}

	private static @Nullable Throwable stepFailure(Throwable summary) {
		StepContext context = StepSynchronizationManager.getContext();
		return (context != null) ? cause(context.getStepExecution().getFailureExceptions(), summary) : summary;
	}

	// Return what made an execution fail. Somebody who stops it does not.
	private static @Nullable Throwable cause(List<Throwable> failures, Throwable summary) {
		for (Throwable failure : failures) {
			if (!(failure instanceof JobInterruptedException)) {
				return failure;
			}
		}
		return failures.isEmpty() ? summary : null;
	}

	// Return the type of the failure of a job that failed because of a step. The
	// exception itself is on the span of the step.
	private static @Nullable String failedStep() {
		JobContext context = JobSynchronizationManager.getContext();
		if (context == null) {
			return null;
		}
		JobExecution execution = context.getJobExecution();
		BatchStatus status = execution.getStatus();
		if (status != BatchStatus.FAILED && status != BatchStatus.UNKNOWN) {
			return null;
		}
		Throwable failure = null;
		for (Throwable each : execution.getAllFailureExceptions()) {
			failure = each;
		}
		return (failure != null) ? failure.getClass().getName() : status.name();
	}

}
