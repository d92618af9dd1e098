param subscriptionResourceId string
param functionAppId string

resource topic 'Microsoft.EventGrid/systemTopics@2022-06-15' = {
  name: 'orchestrator-resources'
  location: 'global'
  properties: {
    source: subscriptionResourceId
    topicType: 'Microsoft.Resources.Subscriptions'
  }
}

resource subscriptionToApp 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2022-06-15' = {
  parent: topic
  name: 'orchestrator'
  properties: {
    eventDeliverySchema: 'CloudEventSchemaV1_0'
    destination: {
      endpointType: 'AzureFunction'
      properties: {
        resourceId: '${functionAppId}/functions/AzureEvent'
        maxEventsPerBatch: 1
      }
    }
    filter: {
      includedEventTypes: [
        'Microsoft.Resources.ResourceWriteSuccess'
        'Microsoft.Resources.ResourceWriteFailure'
        'Microsoft.Resources.ResourceWriteCancel'
        'Microsoft.Resources.ResourceDeleteSuccess'
        'Microsoft.Resources.ResourceDeleteFailure'
        'Microsoft.Resources.ResourceActionSuccess'
        'Microsoft.Resources.ResourceActionFailure'
      ]
    }
    // The operation polls anyway; an event that is a day old helps nobody.
    retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 60 }
  }
}
