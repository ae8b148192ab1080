// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.jms;

import io.opentelemetry.api.OpenTelemetry;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageNotWriteableException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.InfrastructureProxy;
import org.springframework.jms.core.JmsTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoMoreInteractions;

/**
 * Tests for {@link JmsAutoConfiguration}.
 */
class JmsAutoConfigurationTests {

	private final ConnectionFactory factory = mock(ConnectionFactory.class);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JmsAutoConfiguration.class))
		.withBean(OpenTelemetry.class, OpenTelemetry::noop)
		.withBean(ConnectionFactory.class, () -> this.factory)
		.withBean(JmsTemplate.class, () -> new JmsTemplate(this.factory));

	@Test
	void registeredInAutoConfigurationImports() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()).getCandidates())
			.contains(JmsAutoConfiguration.class.getName());
	}

	@Test
	void aTemplateRecordsAndTheFactoryStaysWhatItIs() {
		this.contextRunner.run((context) -> {
			ConnectionFactory used = context.getBean(JmsTemplate.class).getConnectionFactory();
			assertThat(used).isNotSameAs(this.factory).isEqualTo(this.factory).isInstanceOf(InfrastructureProxy.class);
			assertThat(((InfrastructureProxy) used).getWrappedObject()).isSameAs(this.factory);
			assertThat(context.getBean(ConnectionFactory.class)).isSameAs(this.factory);
		});
	}

	@Test
	void exceptionsOfTheProviderAreTheSame() {
		this.contextRunner.run((context) -> {
			JMSException failure = new JMSException("down");
			given(this.factory.createConnection()).willThrow(failure);
			ConnectionFactory used = context.getBean(JmsTemplate.class).getConnectionFactory();
			assertThat(used).isNotNull();
			assertThatExceptionOfType(JMSException.class).isThrownBy(used::createConnection).isSameAs(failure);
		});
	}

	@Test
	void connectionsAreEqualToTheirOriginals() {
		this.contextRunner.run((context) -> {
			Connection connection = mock(Connection.class);
			given(this.factory.createConnection()).willReturn(connection);
			ConnectionFactory used = context.getBean(JmsTemplate.class).getConnectionFactory();
			assertThat(used).isNotNull();
			assertThat(used.createConnection()).isNotSameAs(connection).isEqualTo(connection);
			assertThat(used.createConnection()).isEqualTo(used.createConnection()).hasSameHashCodeAs(connection);
		});
	}

	@Test
	void nothingIsDoneWhenSwitchedOff() {
		this.contextRunner.withPropertyValues("otel.instrumentation.jms.enabled=false")
			.run((context) -> assertThat(context.getBean(JmsTemplate.class).getConnectionFactory())
				.isSameAs(this.factory));
	}

	@Test
	void nothingIsDoneWithoutSpringsSupport() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(JmsAutoConfiguration.class))
			.withBean(OpenTelemetry.class, OpenTelemetry::noop)
			.withClassLoader(new FilteredClassLoader("org.springframework.jms"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("otelSpringJmsPostProcessor"));
	}

	@Test
	void namesOfHeadersBecomeJavaIdentifiers() {
		assertThat(JmsHeaders.property("traceparent")).contains("traceparent");
		assertThat(JmsHeaders.property("X-B3-TraceId")).contains("X__dash__B3__dash__TraceId");
		assertThat(JmsHeaders.property("a.b")).isEmpty();
		assertThat(JmsHeaders.property("")).isEmpty();
	}

	@Test
	void headersAreWrittenAndReadByTheNameOfTheirProperty() throws JMSException {
		Message message = mock(Message.class);
		JmsHeaders.INSTANCE.set(message, "X-B3-TraceId", "1");
		JmsHeaders.INSTANCE.set(message, "not.an.identifier", "2");
		verify(message).setStringProperty("X__dash__B3__dash__TraceId", "1");
		verifyNoMoreInteractions(message);
		given(message.getObjectProperty("X__dash__B3__dash__TraceId")).willReturn("1");
		assertThat(JmsHeaders.INSTANCE.get(message, "X-B3-TraceId")).isEqualTo("1");
	}

	@Test
	void aMessageThatCannotBeWrittenGoesOutAsItIs() throws JMSException {
		Message message = mock(Message.class);
		willThrow(new MessageNotWriteableException("read-only")).given(message)
			.setStringProperty(anyString(), anyString());
		JmsHeaders.INSTANCE.set(message, "traceparent", "x");
	}

	@Test
	void aPropertyThatIsNoTextIsNone() throws JMSException {
		Message message = mock(Message.class);
		given(message.getObjectProperty("traceparent")).willReturn(5);
		assertThat(JmsHeaders.INSTANCE.get(message, "traceparent")).isNull();
	}

	@Test
	void theSystemIsKnownByTheMessage() {
		assertThat(JmsTelemetry.system("org.apache.activemq.artemis.jms.client.ActiveMQTextMessage"))
			.isEqualTo("activemq");
		assertThat(JmsTelemetry.system("com.amazon.sqs.javamessaging.message.SQSTextMessage")).isEqualTo("aws_sqs");
		assertThat(JmsTelemetry.system("com.ibm.msg.client.jakarta.jms.JmsTextMessage")).isEqualTo("jms");
	}

}
