// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.jdbc;

import java.io.PrintWriter;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.logging.Logger;

import javax.sql.DataSource;
import javax.sql.XADataSource;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the data sources that are recorded: what they keep, and how often they record.
 */
@ExtendWith(OutputCaptureExtension.class)
class TracedDataSourceTests {

	private final String url = RecordedStatements.databaseUrl();

	private final RecordedStatements recorded = new RecordedStatements();

	@Test
	void startLogsNothingOfBeansThatAreNotEligible(CapturedOutput output) {
		hikari().run((context) -> assertThat(context).hasNotFailed().hasSingleBean(HikariPools.class));
		assertThat(output).doesNotContain("not eligible");
	}

	@Test
	void keepsTheTypeAndTheState() {
		hikari().run((context) -> {
			HikariDataSource pool = context.getBean(HikariDataSource.class);
			assertThat(pool).isInstanceOf(HikariConfigMXBean.class);
			assertThat(pool.getJdbcUrl()).isEqualTo(this.url);
			query(pool);
			assertThat(pool.getHikariPoolMXBean().getTotalConnections()).isPositive();
			assertThat(pool.isWrapperFor(HikariDataSource.class)).isTrue();
			HikariDataSource unwrapped = pool.unwrap(HikariDataSource.class);
			assertThat(unwrapped.getHikariPoolMXBean()).isSameAs(pool.getHikariPoolMXBean());
			pool.setMaximumPoolSize(3);
			assertThat(unwrapped.getMaximumPoolSize()).isEqualTo(3);
			try (Connection connection = pool.getConnection()) {
				pool.evictConnection(connection);
			}
			assertThat(this.recorded.names()).containsExactly("SELECT");
		});
	}

	@Test
	void isClosedWithTheApplication() {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(this.url);
		this.recorded.application()
			.withBean("pool", HikariDataSource.class, () -> pool)
			.run((context) -> query(context.getBean(DataSource.class)));
		assertThat(pool.isClosed()).isTrue();
	}

	@Test
	void validationInsideThePoolIsNotRecorded() {
		hikari((pool) -> {
			pool.setConnectionTestQuery("select 'validation'");
			pool.setConnectionInitSql("select 'init'");
		}).run((context) -> {
			for (int i = 0; i < 3; i++) {
				query(context.getBean(DataSource.class));
				// Hikari does not validate what was used within the last half second.
				context.getBean(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
			}
			assertThat(this.recorded.names()).containsExactly("SELECT", "SELECT", "SELECT");
			assertThat(this.recorded.spans().toString()).doesNotContain("validation").doesNotContain("init'");
		});
	}

	@Test
	void connectionsAndStatementsBelongTogether() {
		hikari().run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			try (Connection connection = dataSource.getConnection();
					Statement statement = connection.createStatement();
					PreparedStatement prepared = connection.prepareStatement("select 1")) {
				assertThat(statement.getConnection()).isSameAs(connection);
				assertThat(prepared.getConnection()).isSameAs(connection);
				assertThat(connection).isEqualTo(connection).isNotEqualTo(statement);
				assertThat(connection.isWrapperFor(JdbcConnection.class)).isTrue();
				assertThat(connection.unwrap(JdbcConnection.class)).isInstanceOf(JdbcConnection.class);
				assertThat(connection.unwrap(Connection.class)).isInstanceOf(JdbcConnection.class);
				assertThat(statement.isWrapperFor(org.h2.jdbc.JdbcStatement.class)).isTrue();
				assertThat(prepared.unwrap(org.h2.jdbc.JdbcPreparedStatement.class)).isNotNull();
				assertThat(connection.toString()).contains("HikariProxyConnection");
				connection.close();
				assertThat(connection.isClosed()).isTrue();
				assertThat(statement.isClosed()).isTrue();
			}
		});
	}

	@Test
	void transactionsAreThoseOfTheApplication() {
		hikari().withUserConfiguration(Templates.class).run((context) -> {
			JdbcTemplate template = context.getBean(JdbcTemplate.class);
			template.execute("create table person (id int)");
			DataSource dataSource = context.getBean(DataSource.class);
			new TransactionTemplate(context.getBean(DataSourceTransactionManager.class)).execute((status) -> {
				Connection connection = DataSourceUtils.getConnection(dataSource);
				assertThat(DataSourceUtils.isConnectionTransactional(connection, dataSource)).isTrue();
				assertThat(DataSourceUtils.getConnection(dataSource)).isSameAs(connection);
				template.update("insert into person values (1)");
				status.setRollbackOnly();
				return null;
			});
			assertThat(template.queryForObject("select count(*) from person", Integer.class)).isZero();
			assertThat(this.recorded.names()).containsExactly("CREATE TABLE person", "INSERT person", "SELECT person");
		});
	}

	@Test
	void aStatementIsRecordedOnceHoweverManyDataSourcesItGoesThrough() {
		hikari().withUserConfiguration(Layers.class).run((context) -> {
			for (String name : new String[] { "pool", "lazy", "transactionAware", "delegating", "routing",
					"foreign" }) {
				this.recorded.clear();
				query(context.getBean(name, DataSource.class));
				assertThat(this.recorded.names()).as(name).containsExactly("SELECT");
				assertThat(this.recorded.span().getAttributes().toString()).as(name).contains("h2database", "shop");
			}
		});
	}

	@Test
	void aLazyConnectionStaysLazy() {
		this.recorded.application()
			.withBean("lazy", LazyConnectionDataSourceProxy.class, () -> lazy(new FailingOnConnection()))
			.run((context) -> {
				try (Connection connection = context.getBean(LazyConnectionDataSourceProxy.class).getConnection()) {
					connection.setReadOnly(true);
				}
				assertThat(context.getBean(LazyConnectionDataSourceProxy.class).getTargetDataSource())
					.isInstanceOf(FailingOnConnection.class);
			});
	}

	@Test
	void targetsThatAreNoBeansAreRecorded() {
		this.recorded.application()
			.withBean("routing", AbstractRoutingDataSource.class,
					() -> routing(Map.of("a", new DriverManagerDataSource("jdbc:h2:mem:first"), "b",
							new DriverManagerDataSource("jdbc:h2:mem:second"))))
			.run((context) -> {
				Routing routing = (Routing) context.getBean(AbstractRoutingDataSource.class);
				for (String key : new String[] { "a", "b", "a" }) {
					Routing.KEY.set(key);
					query(routing);
				}
				Routing.KEY.remove();
				assertThat(this.recorded.spans())
					.extracting((span) -> span.getAttributes().get(io.opentelemetry.semconv.DbAttributes.DB_NAMESPACE))
					.containsExactly("first", "second", "first");
			});
	}

	@Test
	void aSingleConnectionIsNotClosed() {
		this.recorded.application()
			.withBean("single", SingleConnectionDataSource.class, () -> new SingleConnectionDataSource(this.url, false))
			.withUserConfiguration(Templates.class)
			.run((context) -> {
				JdbcTemplate template = context.getBean(JdbcTemplate.class);
				template.execute("create local temporary table mine (id int)");
				template.execute("insert into mine values (1)");
				assertThat(this.recorded.names()).containsExactly("CREATE local table", "INSERT mine");
			});
	}

	@Test
	void embeddedDatabasesAreRecorded() {
		this.recorded.application()
			.withBean("embedded", EmbeddedDatabase.class,
					() -> new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2)
						.generateUniqueName(true)
						.build(),
					(definition) -> definition.setDestroyMethodName("shutdown"))
			.run((context) -> {
				query(context.getBean(EmbeddedDatabase.class));
				assertThat(this.recorded.names()).containsExactly("SELECT");
			});
	}

	@Test
	void finalClassesAreProxiedByTheirInterfaces(CapturedOutput output) {
		this.recorded.application().withUserConfiguration(FinalClasses.class).run((context) -> {
			DataSource byInterface = context.getBean("byInterface", DataSource.class);
			assertThat(Proxy.isProxyClass(byInterface.getClass())).isTrue();
			assertThat(byInterface).isInstanceOf(XADataSource.class);
			query(byInterface);
			assertThat(this.recorded.names()).containsExactly("SELECT");
			assertThat(context.getBean("byClass")).isExactlyInstanceOf(JdbcDataSource.class);
			query(context.getBean("lambda", DataSource.class));
			assertThat(this.recorded.names()).hasSize(2);
		});
		assertThat(output).contains("The statements of bean 'byClass' are not recorded")
			.doesNotContain("bean 'byInterface'");
	}

	@Test
	void methodsThatCannotBeOverriddenKeepWorking() {
		this.recorded.application()
			.withBean("shop", WithFinalMethod.class, () -> new WithFinalMethod(this.url))
			.run((context) -> assertThat(context.getBean(WithFinalMethod.class).address()).isEqualTo(this.url));
	}

	@Test
	void aProxyThatIsThereIsUsed() {
		this.recorded.application().withBean("shop", DataSource.class, () -> {
			ProxyFactory factory = new ProxyFactory(new DriverManagerDataSource(this.url));
			return (DataSource) factory.getProxy();
		}).run((context) -> {
			query(context.getBean(DataSource.class));
			assertThat(this.recorded.names()).containsExactly("SELECT");
		});
	}

	private ApplicationContextRunner hikari() {
		return hikari((pool) -> {
		});
	}

	private ApplicationContextRunner hikari(java.util.function.Consumer<HikariDataSource> customizer) {
		return this.recorded.application().withBean("pool", HikariDataSource.class, () -> {
			HikariDataSource pool = new HikariDataSource();
			pool.setJdbcUrl(this.url);
			pool.setMaximumPoolSize(2);
			customizer.accept(pool);
			return pool;
		}, (definition) -> definition.setPrimary(true));
	}

	private static LazyConnectionDataSourceProxy lazy(DataSource target) {
		LazyConnectionDataSourceProxy lazy = new LazyConnectionDataSourceProxy();
		lazy.setTargetDataSource(target);
		lazy.setDefaultAutoCommit(true);
		lazy.setDefaultTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
		return lazy;
	}

	private static Routing routing(Map<Object, Object> targets) {
		Routing routing = new Routing();
		routing.setTargetDataSources(targets);
		routing.setDefaultTargetDataSource(targets.values().iterator().next());
		routing.afterPropertiesSet();
		return routing;
	}

	static void query(DataSource dataSource) throws SQLException {
		try (Connection connection = dataSource.getConnection();
				PreparedStatement statement = connection.prepareStatement("select 1");
				ResultSet results = statement.executeQuery()) {
			assertThat(results.next()).isTrue();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Templates {

		@Bean
		DataSourceTransactionManager transactionManager(DataSource dataSource) {
			return new DataSourceTransactionManager(dataSource);
		}

		@Bean
		JdbcTemplate template(DataSource dataSource) {
			return new JdbcTemplate(dataSource);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Layers {

		@Bean
		DataSource lazy(HikariDataSource pool) {
			return new LazyConnectionDataSourceProxy(pool);
		}

		@Bean
		DataSource transactionAware(HikariDataSource pool) {
			return new TransactionAwareDataSourceProxy(pool);
		}

		@Bean
		DataSource delegating(HikariDataSource pool) {
			return new DelegatingDataSource(pool);
		}

		@Bean
		DataSource routing(HikariDataSource pool) {
			return TracedDataSourceTests.routing(Map.of("a", pool));
		}

		@Bean
		DataSource foreign(HikariDataSource pool) {
			return new Foreign(pool);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FinalClasses {

		@Bean
		DataSource byInterface() {
			return byClass();
		}

		@Bean
		JdbcDataSource byClass() {
			JdbcDataSource dataSource = new JdbcDataSource();
			dataSource.setURL("jdbc:h2:mem:final");
			return dataSource;
		}

		@Bean
		DataSource lambda() {
			return new Foreign(byClass());
		}

	}

	/**
	 * A routing data source.
	 */
	static class Routing extends AbstractRoutingDataSource {

		static final ThreadLocal<String> KEY = new ThreadLocal<>();

		@Override
		protected Object determineCurrentLookupKey() {
			return KEY.get();
		}

	}

	/**
	 * A data source that must not be asked for a connection.
	 */
	static class FailingOnConnection extends DriverManagerDataSource {

		@Override
		public Connection getConnection() throws SQLException {
			throw new SQLException("must not be called");
		}

	}

	/**
	 * A data source one of whose methods a proxy cannot stand before.
	 */
	static class WithFinalMethod extends DriverManagerDataSource {

		WithFinalMethod(String url) {
			super(url);
		}

		final String address() {
			return getUrl();
		}

	}

	/**
	 * A data source that nobody knows, built on another one.
	 */
	record Foreign(DataSource target) implements DataSource {

		@Override
		public Connection getConnection() throws SQLException {
			return this.target.getConnection();
		}

		@Override
		public Connection getConnection(String username, String password) throws SQLException {
			return this.target.getConnection(username, password);
		}

		@Override
		public PrintWriter getLogWriter() throws SQLException {
			return this.target.getLogWriter();
		}

		@Override
		public void setLogWriter(PrintWriter out) throws SQLException {
			this.target.setLogWriter(out);
		}

		@Override
		public void setLoginTimeout(int seconds) throws SQLException {
			this.target.setLoginTimeout(seconds);
		}

		@Override
		public int getLoginTimeout() throws SQLException {
			return this.target.getLoginTimeout();
		}

		@Override
		public Logger getParentLogger() {
			return Logger.getGlobal();
		}

		@Override
		public <T> T unwrap(Class<T> type) throws SQLException {
			return this.target.unwrap(type);
		}

		@Override
		public boolean isWrapperFor(Class<?> type) throws SQLException {
			return this.target.isWrapperFor(type);
		}

	}

}
